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

var table = new StringBuilder()
    .AppendLine("| suite | figure | value | limit | holds | measured |")
    .AppendLine("|---|---|---:|---:|---|---|");
await Console.Out.WriteAsync(table.ToString());
var allHold = true;
foreach (var suite in suites)
{
    await foreach (var figure in suite.RunAsync(CancellationToken.None))
    {
        var limit = figure.Limit is { } value ? $"{(figure.AtLeast ? "≥" : "≤")} {value:0.##}" : "";
        var line = $"| {suite.Name} | {figure.Name} | {figure.Value:0.###} {figure.Unit} | {limit} | {(figure.Holds ? "yes" : "NO")} | {figure.Note} |";
        table.AppendLine(line);
        await Console.Out.WriteLineAsync(line);
        allHold &= figure.Holds;
    }
}

if (write)
{
    var machine = $"{Environment.ProcessorCount} cores, {GC.GetGCMemoryInfo().TotalAvailableMemoryBytes >> 30} GiB, {RuntimeInformation.OSDescription}, {RuntimeInformation.FrameworkDescription}";
    await File.WriteAllTextAsync("bench/Sluice.Benchmarks/RESULTS.md", $"# Results\n\n{machine}\n\n{table}");
}

return allHold ? 0 : 1;
