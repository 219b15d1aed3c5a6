using System.Runtime.CompilerServices;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Sluice.Diagnostics;
using Sluice.Hosting.Running;
using Sluice.Partitions;

namespace Sluice.Hosting.Tests;

/// <summary>The text of everything that can be wrong with an application.</summary>
public sealed partial class DiagnosticTests
{
    private sealed record Order(int Id, string Customer);

    private sealed record Wrong(string Id, string Custmer);

    private sealed record Unfit(Stream Content);

    private sealed class Closed(int other)
    {
        public int Id => other;
    }

    private sealed class Settings
    {
        public double Threshold { get; set; }
    }

    private static readonly Dictionary<string, Action<SluiceApplicationBuilder>> Mistakes = new(StringComparer.Ordinal)
    {
        ["SLUICE2300"] = builder => Orders(builder).AddAsset<Order>("copy", (Table<Order> ordres) => ordres),
        ["SLUICE2301"] = builder => builder.AddAsset<Order>("orders", (Settings settings) => Array.Empty<Order>()),
        ["SLUICE2302"] = builder => Orders(builder).AddAsset<Order>("copy", (Table<Wrong> orders) => Array.Empty<Order>()),
        ["SLUICE2304"] = builder =>
        {
            builder.AddAsset<Order>("first", (Table<Order> second) => second);
            builder.AddAsset<Order>("second", (Table<Order> first) => first);
        },
        ["SLUICE2305"] = builder => Orders(builder).AddAsset<Order>("orders", () => Array.Empty<Order>()),
        ["SLUICE2306"] = builder => builder.AddAsset<Order>("orders", () => 5),
        ["SLUICE2307"] = builder => builder.AddAsset<Unfit>("orders", () => Array.Empty<Unfit>()),
        ["SLUICE2308"] = builder => builder.AddAsset<Order>("orders", ([Partition] int year) => Array.Empty<Order>()),
        ["SLUICE2309"] = builder => builder.AddAsset<Order>("orders", ([Partition] double year) => Array.Empty<Order>()).Partitioned(PartitionSet.Range("year", 1, 2)),
        ["SLUICE2310"] = builder => builder.AddAsset<Order>("new-orders", () => Array.Empty<Order>()),
        ["SLUICE2311"] = builder => builder.AddAsset<Order>("orders", () => Array.Empty<Order>()).Pool("api").ConcurrencyKey("api"),
        ["SLUICE2312"] = builder =>
        {
            builder.Services.AddOptions<Settings>().Validate(settings => settings.Threshold > 0, "Threshold must be above 0");
            builder.AddAsset<Order>("orders", (IOptions<Settings> settings) => Array.Empty<Order>());
        },
        ["SLUICE2313"] = builder => builder.AddAsset<Order, Settings>("orders"),
        ["SLUICE2314"] = builder => Orders(builder).AddAsset<Order>("copy", (Table<Closed> orders) => Array.Empty<Order>()),
        ["SLUICE2315"] = builder =>
        {
            builder.AddPartitions(PartitionSet.Range("month", 1, 12));
            builder.AddAsset<Order>("orders", () => Array.Empty<Order>()).Partitioned("mnth");
        },
        ["SLUICE2316"] = builder => builder.AddAsset<Order>("orders", () => Array.Empty<Order>()).Check("some", () => 5),
        ["SLUICE2317"] = builder => builder.AddAsset("function", (Output<Order> left) => Task.CompletedTask).Produces<Order>("right"),
        ["SLUICE2318"] = builder => Orders(builder).AddAsset<Order>("copy", (Changes<Order> orders) => Array.Empty<Order>()),
        ["SLUICE2319"] = builder => builder.AddAsset<Order>("orders", () => Array.Empty<Order>()).Partitioned(PartitionSet.Range("year", 1, 2)).TrackChanges("id"),
        ["SLUICE2321"] = builder => builder.Configuration["Sluice:MemoryBugdet"] = "1GB",
        ["SLUICE2322"] = builder => builder.Configuration["Sluice:MemoryBudget"] = "plenty",
    };

    [Fact]
    public async Task Each_mistake_is_told_with_its_name_and_what_to_do()
    {
        var text = new StringBuilder();
        foreach (var (_, mistake) in Mistakes.OrderBy(mistake => mistake.Key, StringComparer.Ordinal))
        {
            Write(text, Assert.Throws<DiagnosticException>(() => Build(mistake)));
        }

        Write(text, await Assert.ThrowsAsync<DiagnosticException>(AskAsync));
        Golden.Check("diagnostics.txt", text.ToString());
    }

    [Fact]
    public void No_mistake_is_without_a_pinned_text()
    {
        var source = Path.Combine(Path.GetDirectoryName(ThisFile())!, "..", "..", "src", "Sluice.Hosting");
        var codes = Directory.EnumerateFiles(source, "*.cs", SearchOption.AllDirectories)
            .Where(path => !path.Split(Path.DirectorySeparatorChar).Contains("obj"))
            .SelectMany(path => Code().Matches(File.ReadAllText(path)).Select(match => match.Value)).ToHashSet(StringComparer.Ordinal);
        var pinned = File.ReadAllText(Path.Combine(Path.GetDirectoryName(ThisFile())!, "golden", "diagnostics.txt"));

        Assert.True(codes.Count > 20, "the source was not found");
        Assert.All(codes, code => Assert.Contains($"{code}: ", pinned, StringComparison.Ordinal));
    }

    // Where in a file it stands changes with the file: what it points at does not.
    private static void Write(StringBuilder text, DiagnosticException error)
    {
        foreach (var problem in error.Diagnostics)
        {
            text.Append(problem.Severity.ToString().ToLowerInvariant()).Append(' ').Append(problem.Code).Append(": ").Append(problem.Message).Append('\n')
                .Append("  at ").Append(problem.Source.Path).Append(": ").Append(problem.Source.Slice(problem.Span)).Append('\n')
                .Append("  hint: ").Append(Line().Replace(problem.Hint ?? "", ".cs:…")).Append("\n\n");
        }
    }

    private static void Build(Action<SluiceApplicationBuilder> configure)
    {
        using var bench = new Bench();
        var builder = bench.Builder();
        configure(builder);
        builder.Build();
    }

    private static async Task AskAsync()
    {
        var services = new ServiceCollection().AddSingleton(TimeProvider.System)
            .AddScoped<IResourceCheck>(_ => new DelegateResourceCheck<string>("the register", "", (_, _) => throw new InvalidOperationException("it is closed on Sundays")));
        await using var provider = services.BuildServiceProvider();
        await ResourceChecks.RunAsync(provider);
    }

    private static SluiceApplicationBuilder Orders(SluiceApplicationBuilder builder)
    {
        builder.AddAsset<Order>("orders", () => Array.Empty<Order>());
        return builder;
    }

    private static string ThisFile([CallerFilePath] string path = "") => path;

    [GeneratedRegex(@"\.cs:\d+", RegexOptions.None, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Line();

    [GeneratedRegex("SLUICE23[0-9]{2}", RegexOptions.None, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Code();
}
