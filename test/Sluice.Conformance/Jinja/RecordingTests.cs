using System.Diagnostics;

namespace Sluice.Conformance.Jinja;

/// <summary>The recordings are many, and they are what Jinja2 does.</summary>
public sealed class RecordingTests(ITestOutputHelper output)
{
    [Fact]
    public void There_are_at_least_3000_cases_and_300_of_them_are_errors()
    {
        var failing = CaseFile.All.Values.Count(one => one.Fails);

        output.WriteLine($"{CaseFile.All.Count} cases in {CaseFile.Paths.Count} files, {failing} of them errors");
        Assert.True(CaseFile.All.Count >= 3000, $"there are only {CaseFile.All.Count} cases");
        Assert.True(failing >= 300, $"only {failing} cases are errors");
    }

    [Fact]
    public void Every_file_names_the_Jinja2_that_recorded_it()
    {
        Assert.All(CaseFile.Paths, path => Assert.StartsWith("# Recorded with Jinja2 3.1.", CaseFile.Header(path), StringComparison.Ordinal));
    }

    [Fact]
    public void Every_case_is_recorded()
    {
        Assert.All(
            CaseFile.All.Values, one => Assert.True(one.Parts.ContainsKey("expected") != one.Parts.ContainsKey("error"), one.Id));
    }

    [Fact]
    public async Task Recordings_are_what_Jinja2_does_today()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        var recordedWith = CaseFile.Header(CaseFile.Paths[0]);
        List<string> installed = [];
        foreach (var python in (string[])["python3", "/usr/bin/python3"])
        {
            if (await RecorderAsync(python, "--version", cancellationToken) is not { ExitCode: 0 } version)
            {
                continue;
            }

            installed.Add(version.Output.Trim());
            if (recordedWith.Contains($"with {version.Output.Trim()} by", StringComparison.Ordinal))
            {
                var check = await RecorderAsync(python, "--check", cancellationToken);

                Assert.True(check!.ExitCode == 0, check.Output + check.Error);
                output.WriteLine(check.Output);
                return;
            }
        }

        Assert.Skip(installed.Count == 0
            ? "no python3 with jinja2 is installed (Debian: apt-get install python3-jinja2)"
            : $"installed is {string.Join("; ", installed)}, but the recordings say: {recordedWith}");
    }

    private static Task<Finished?> RecorderAsync(string python, string argument, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(python, [Path.Combine(CaseFile.Folder, "record.py"), argument])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["PYTHONIOENCODING"] = "utf-8";
        start.Environment["PYTHONDONTWRITEBYTECODE"] = "1";
        return RunAsync(start, cancellationToken);
    }

    private static async Task<Finished?> RunAsync(ProcessStartInfo start, CancellationToken cancellationToken)
    {
        try
        {
            using var process = Process.Start(start)!;
            var error = process.StandardError.ReadToEndAsync(cancellationToken);
            var output = await process.StandardOutput.ReadToEndAsync(cancellationToken);
            await process.WaitForExitAsync(cancellationToken);
            return new Finished(process.ExitCode, output, await error);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null; // There is no program of that name.
        }
    }

    private sealed record Finished(int ExitCode, string Output, string Error);
}
