using System.Diagnostics;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Text;
using Sluice.Benchmarks;

var write = args.Contains("--write");
var wanted = args.Where(arg => !arg.StartsWith('-')).ToHashSet(StringComparer.Ordinal);
// Suites are found by type, so that adding a folder is all that a new one takes.
var suites = Assembly.GetExecutingAssembly().GetTypes()
    .Where(type => type is { IsAbstract: false } && type.IsAssignableTo(typeof(ISuite)))
    .Select(type => (ISuite)Activator.CreateInstance(type)!)
    .Where(suite => wanted.Count == 0 || wanted.Contains(suite.Name))
    .OrderBy(suite => suite.Name, StringComparer.Ordinal)
    .ToList();
if (suites.Count == 0)
{
    await Console.Error.WriteLineAsync($"no suite is named {string.Join(", ", wanted)}");
    return 2;
}

const string Heading = "| suite | figure | value | limit | holds | measured |\n|---|---|---:|---:|---|---|";
var table = new StringBuilder().AppendLine(Heading);
await Console.Out.WriteLineAsync(Heading);
var allHold = true;
foreach (var suite in suites)
{
    if (suites.Count > 1)
    {
        // A process of its own: what one suite leaves on the heap would slow down the next.
        allHold &= await RunApartAsync(suite.Name);
        continue;
    }

    await foreach (var figure in suite.RunAsync(CancellationToken.None))
    {
        var limit = figure.Limit is { } value ? $"{(figure.AtLeast ? "≥" : "≤")} {value:0.##}" : "";
        await ShowAsync($"| {suite.Name} | {figure.Name} | {figure.Value:0.###} {figure.Unit} | {limit} | {(figure.Holds ? "yes" : "NO")} | {figure.Note} |");
        allHold &= figure.Holds;
    }
}

if (write)
{
    var machine = $"{Environment.ProcessorCount} cores, {GC.GetGCMemoryInfo().TotalAvailableMemoryBytes >> 30} GiB, {RuntimeInformation.OSDescription}, {RuntimeInformation.FrameworkDescription}";
    await File.WriteAllTextAsync("bench/Sluice.Benchmarks/RESULTS.md", $"# Results\n\n{machine}\n\n{table}");
}

return allHold ? 0 : 1;

async Task ShowAsync(string line)
{
    table.AppendLine(line);
    await Console.Out.WriteLineAsync(line);
}

async Task<bool> RunApartAsync(string suite)
{
    using var process = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, [Assembly.GetExecutingAssembly().Location, suite])
    {
        RedirectStandardOutput = true,
        UseShellExecute = false,
    })!;
    while (await process.StandardOutput.ReadLineAsync() is { } line)
    {
        if (line.StartsWith($"| {suite} ", StringComparison.Ordinal))
        {
            await ShowAsync(line);
        }
    }

    await process.WaitForExitAsync();
    return process.ExitCode == 0;
}
