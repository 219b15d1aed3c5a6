using System.Globalization;
using System.Runtime.InteropServices;
using Sluice.Cli.Talking;

namespace Sluice.Cli.Invocation;

/// <summary>What is left of an error that nobody foresaw: one line for the user, the whole story in a file.</summary>
internal static class CrashReport
{
    internal static async Task WriteAsync(Exception error, CommandText line, CommandHost host, Talk talk)
    {
        var now = host.Time.GetUtcNow();
        var name = $"crash-{now.ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture)}-{Environment.ProcessId}.log";
        var path = Path.Combine(Environment.CurrentDirectory, ".sluice", name);
        var story = $"""
            sluice {SluiceCommandLine.Version}, {RuntimeInformation.FrameworkDescription}, {RuntimeInformation.OSDescription}
            {now:O}
            {line.Source.Text}

            {error}

            """;
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            await File.WriteAllTextAsync(path, story);
        }
        catch (Exception unwritable) when (unwritable is IOException or UnauthorizedAccessException)
        {
            path = Path.Combine(Path.GetTempPath(), name);
            await File.WriteAllTextAsync(path, story);
        }

        talk.Show([UsageErrors.Unforeseen(line, error, path)]);
    }
}
