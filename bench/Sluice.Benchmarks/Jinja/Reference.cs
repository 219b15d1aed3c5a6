using System.Diagnostics;
using System.Text.Json;

namespace Sluice.Benchmarks.Jinja;

/// <summary>The real Jinja2 in a process of its own, asked for times one at a time.</summary>
internal sealed class Reference : IDisposable
{
    private readonly Process _process;

    internal Reference()
    {
        var script = Path.Combine(AppContext.BaseDirectory, "Jinja", "reference.py");
        _process = Process.Start(new ProcessStartInfo("/usr/bin/python3", [script])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, UseShellExecute = false,
        }) ?? throw new InvalidOperationException("python3 did not start");
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }

    /// <summary>Sends one request and reads its answer.</summary>
    internal JsonElement Ask(object request)
    {
        _process.StandardInput.WriteLine(JsonSerializer.Serialize(request));
        _process.StandardInput.Flush();
        var answer = _process.StandardOutput.ReadLine()
            ?? throw new InvalidOperationException("python3 with the package jinja2 is needed beside this benchmark");
        using var document = JsonDocument.Parse(answer);
        return document.RootElement.Clone();
    }

    internal TimeSpan Time(string what, int times) =>
        TimeSpan.FromSeconds(Ask(new Dictionary<string, int>(StringComparer.Ordinal) { [what] = times }).GetDouble() / times);
}
