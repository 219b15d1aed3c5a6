using System.Diagnostics;
using System.Runtime.Loader;

namespace Sluice.Hosting.Tests.Fingerprints;

/// <summary>An application that is compiled by the compiler that compiles these tests, once as it stands and once for each edit.</summary>
public sealed class CompiledShop : IAsyncLifetime
{
    internal const string Source = """
        using System.Collections.Generic;
        using System.Linq;
        using System.Threading;
        using System.Threading.Tasks;
        using Microsoft.Extensions.DependencyInjection;
        using Sluice.Hosting;

        public sealed record Order(int Id, string Customer);

        public sealed record Read(int Id)
        {
            public int Id { get; } = Id * 2;
        }

        public interface IPrices
        {
            int Of(int id);
        }

        public sealed class Flat : IPrices
        {
            public int Of(int id) => 10;
        }

        public sealed class Steep : IPrices
        {
            public int Of(int id) => 20 * id;
        }

        public static class Shop
        {
            private static readonly int[] Numbers = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];

            // (nothing here yet)
            public static int Unrelated(int number) => number + 1;

            public static void Configure(SluiceApplicationBuilder builder)
            {
                builder.Services.AddSingleton<IPrices, Flat>();
                builder.AddAsset<Order>("waits", async (AssetContext asset, CancellationToken cancel) =>
                {
                    await Task.Yield();
                    await asset.WriteAsync(Orders(3), cancel);
                }).AlwaysRuns(false);
                builder.AddAsset<Order>("calls", Others).AlwaysRuns(false);
                builder.AddAsset<Order>("priced", (IPrices prices) => new[] { new Order(prices.Of(1), "ann") }).AlwaysRuns(false);
                builder.AddAsset<Order>("reads", (Table<Read> waits) => waits.Rows().Select(read => new Order(read.Id, "ann")));
                var captured = "ann";
                builder.AddAsset<Order>("captures", () => new[] { new Order(1, captured) }).AlwaysRuns(false);
            }

            private static IEnumerable<Order> Others() => Numbers.Select(number => new Order(number, "bob"));

            private static IEnumerable<Order> Orders(int count)
            {
                for (var id = 0; id < count; id++)
                {
                    yield return new Order(id, "ann");
                }
            }
        }
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("sluice-compiled-").FullName;
    private readonly AssemblyLoadContext _context = new("compiled shops", isCollectible: true);

    // A place in the source, and what stands there instead.
    private static readonly Dictionary<string, (string From, string To)> Edits = new(StringComparer.Ordinal)
    {
        ["nothing"] = ("", ""),
        ["an unrelated method, and more members above all"] = (
            "// (nothing here yet)\n    public static int Unrelated(int number) => number + 1;",
            "public static System.Func<int> More() { var more = 7; return () => more; }\npublic static async Task LaterAsync() => await Task.Delay(1);\npublic static int Unrelated(int number) => number + 2;\n"),
        ["what an iterator yields"] = ("yield return new Order(id, \"ann\")", "yield return new Order(id, \"eve\")"),
        ["the data of an array"] = ("9, 10]", "9, 11]"),
        ["the code of a service"] = ("=> 10;", "=> 11;"),
        ["which service is taken"] = ("IPrices, Flat", "IPrices, Steep"),
        ["how a record computes"] = ("Id * 2", "Id * 3"),
        ["a lambda"] = ("new Order(number, \"bob\")", "new Order(-number, \"bob\")"),
    };

    /// <summary>For each edit, the code of each asset.</summary>
    internal Dictionary<string, Dictionary<string, string>> Codes { get; } = new(StringComparer.Ordinal);

    public async ValueTask InitializeAsync()
    {
        var paths = await Task.WhenAll(Edits.Select(async edit => (edit.Key, Path: await CompileAsync(edit.Key.Replace(" ", "-", StringComparison.Ordinal).Replace(",", "", StringComparison.Ordinal), edit.Value.From, edit.Value.To))));
        foreach (var (edit, path) in paths)
        {
            using var bench = new Bench();
            var builder = bench.Builder();
            var shop = _context.LoadFromAssemblyPath(path).GetType("Shop")!;
            shop.GetMethod("Configure")!.Invoke(null, [builder]);
            await using var application = builder.Build();
            Codes[edit] = application.Code.Assets.ToDictionary(asset => asset.Name, asset => asset.Code, StringComparer.Ordinal);
        }
    }

    public ValueTask DisposeAsync()
    {
        _context.Unload();
        Directory.Delete(_folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    private async Task<string> CompileAsync(string name, string from, string to)
    {
        var source = Path.Combine(_folder, name + ".cs");
        await File.WriteAllTextAsync(source, from.Length == 0 ? Source : Replaced(from, to));
        var assembly = Path.Combine(_folder, name + ".dll");
        var references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Select(path => $"-reference:\"{path}\"");
        var arguments = Path.Combine(_folder, name + ".rsp");
        await File.WriteAllLinesAsync(arguments, ["-target:library", "-optimize+", "-deterministic+", "-nologo", "-nullable:disable", $"-out:\"{assembly}\"", .. references, $"\"{source}\""]);
        using var process = Process.Start(new ProcessStartInfo("dotnet", ["exec", Compiler(), $"@{arguments}"]) { RedirectStandardOutput = true, UseShellExecute = false })!;
        var said = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? assembly : throw new InvalidOperationException(said);
    }

    private static string Replaced(string from, string to) =>
        Source.Contains(from, StringComparison.Ordinal) ? Source.Replace(from, to, StringComparison.Ordinal) : throw new ArgumentException($"`{from}` is not in the source", nameof(from));

    // The newest one of the installation that runs the tests.
    private static string Compiler() => Directory.EnumerateDirectories(Path.Combine(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "..", "..", "..", "sdk"))
        .Select(sdk => Path.Combine(sdk, "Roslyn", "bincore", "csc.dll")).Where(File.Exists).Order(StringComparer.Ordinal).Last();
}
