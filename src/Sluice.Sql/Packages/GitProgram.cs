using System.Diagnostics;

namespace Sluice.Sql.Packages;

/// <summary>Calls the <c>git</c> program, which never asks anything of the user.</summary>
internal static class GitProgram
{
    /// <summary>Clones a repository into a folder that does not exist, at a revision; returns the commit.</summary>
    /// <exception cref="IOException">There is no git, the repository cannot be reached, or it has no such revision.</exception>
    internal static async Task<string> CloneAsync(string url, string? revision, string folder, CancellationToken cancellationToken)
    {
        await CallAsync(null, ["clone", "--quiet", "--no-checkout", "--", url, folder], cancellationToken);
        var commit = await FindAsync(folder, revision, cancellationToken) ?? throw new IOException($"it has no revision `{revision}`");
        await CallAsync(folder, ["checkout", "--quiet", "--detach", commit], cancellationToken);
        return commit;
    }

    // A branch of the remote outranks a tag, and a tag outranks a commit, as in dbt.
    private static async Task<string?> FindAsync(string folder, string? revision, CancellationToken cancellationToken)
    {
        string[] names = revision is null or "HEAD" ? ["HEAD"] : [$"refs/remotes/origin/{revision}", $"refs/tags/{revision}", revision];
        foreach (var name in names.Where(name => name[0] != '-'))
        {
            var (code, output, _) = await RunAsync(folder, ["rev-parse", "--verify", "--quiet", $"{name}^{{commit}}"], cancellationToken);
            if (code == 0)
            {
                return output.Trim();
            }
        }

        return null;
    }

    private static async Task CallAsync(string? folder, string[] arguments, CancellationToken cancellationToken)
    {
        var (code, _, error) = await RunAsync(folder, arguments, cancellationToken);
        if (code != 0)
        {
            throw new IOException(error.Trim().Split('\n')[^1].Replace("fatal: ", "", StringComparison.Ordinal));
        }
    }

    private static async Task<(int Code, string Output, string Error)> RunAsync(string? folder, string[] arguments, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo("git", arguments) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        start.Environment["GIT_TERMINAL_PROMPT"] = "0";
        start.Environment["LC_ALL"] = "C";
        if (folder is not null)
        {
            start.WorkingDirectory = folder;
        }

        using var process = Start(start);
        process.StandardInput.Close();
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
            var error = process.StandardError.ReadToEndAsync(cancellationToken);
            await process.WaitForExitAsync(cancellationToken);
            return (process.ExitCode, await output, await error);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }

    private static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception error)
        {
            throw new IOException("the program `git` is not there", error);
        }
    }
}
