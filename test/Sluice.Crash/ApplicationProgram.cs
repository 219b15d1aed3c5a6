using System.Diagnostics;

namespace Sluice.Crash;

/// <summary>The program of a project whose folder is an application.</summary>
internal static class ApplicationProgram
{
    /// <summary>Builds it; gives the path of its assembly, or null where the folder is a project for <c>sluice</c> itself.</summary>
    internal static async Task<string?> BuildAsync(string folder)
    {
        if (Directory.EnumerateFiles(folder, "*.csproj").SingleOrDefault() is not { } project)
        {
            return null;
        }

        await CallAsync("build", project, "-c", "Release", "--nologo", "-v", "quiet");
        return (await CallAsync("msbuild", project, "-p:Configuration=Release", "-getProperty:TargetPath")).Trim();
    }

    private static async Task<string> CallAsync(params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet", arguments) { RedirectStandardOutput = true, UseShellExecute = false })!;
        var said = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? said : throw new InvalidOperationException($"`dotnet {string.Join(' ', arguments)}` ended with {process.ExitCode}: {said}");
    }
}
