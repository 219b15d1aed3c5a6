using System.Globalization;
using System.Runtime.CompilerServices;
using Sluice.Assets;
using Sluice.Diagnostics;
using Sluice.Runs;
using Sluice.Sql.Context;
using Sluice.Sql.DuckDb;
using Sluice.Sql.Nodes;
using Sluice.Sql.Project;

namespace Sluice.Benchmarks.Project;

/// <summary>How long it takes to load a project and to compile every node of it, and how that grows.</summary>
internal sealed class ProjectSuite : ISuite
{
    private const int Small = 1000;
    private const int Large = 4000;

    public string Name => "project";

    public async IAsyncEnumerable<Figure> RunAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        var small = GeneratedProject.Write(Small);
        var large = GeneratedProject.Write(Large);
        try
        {
            var cold = Stopwatches.Time(() => LoadAndCompile(small, cancellationToken));
            yield return new Figure(
                "1,000 models, first time in the process: parse + compile", cold.TotalSeconds, "s", 1.5, Note: "3 refs each, macros, YAML, one test a model; the JIT's work included");

            var (one, four) = Stopwatches.Compare(() => LoadAndCompile(small, cancellationToken), () => LoadAndCompile(large, cancellationToken), rounds: 7);
            yield return new Figure("1,000 models: parse + compile", one.TotalSeconds, "s", 1.5, Note: "median of 7");
            yield return new Figure(
                "4,000 models / 1,000 models", four / one, "x", 4.4,
                Note: string.Create(CultureInfo.InvariantCulture, $"{four.TotalSeconds:0.00} s / {one.TotalSeconds:0.00} s"));

            var pause = GC.GetTotalPauseDuration().TotalMilliseconds;
            var before = (Bytes: GC.GetTotalAllocatedBytes(precise: true), Young: GC.CollectionCount(0), Old: GC.CollectionCount(2));
            LoadAndCompile(large, cancellationToken);
            var allocated = GC.GetTotalAllocatedBytes(precise: true) - before.Bytes;
            yield return new Figure(
                "4,000 models: allocated a model", allocated / 1024.0 / Large, "KiB",
                Note: string.Create(CultureInfo.InvariantCulture, $"{GC.CollectionCount(0) - before.Young} collections, {GC.CollectionCount(2) - before.Old} of them of everything, {GC.GetTotalPauseDuration().TotalMilliseconds - pause:0} ms in them"));
        }
        finally
        {
            Directory.Delete(small, recursive: true);
            Directory.Delete(large, recursive: true);
        }
    }

    private static void LoadAndCompile(string folder, CancellationToken cancellationToken)
    {
        var diagnostics = new DiagnosticBag();
        var builtins = DuckDbBuiltins.Instance;
        var project = SqlProject.Load(
            new ProjectOptions { ProjectFolder = folder, ProfilesFolder = folder, Builtins = builtins, Invocation = new Invocation { Command = "compile" } },
            diagnostics) ?? throw new DiagnosticException(diagnostics.ToSorted());
        var length = 0;
        Parallel.ForEach(
            project.Nodes.Where(node => node is ModelNode or TestNode),
            node => Interlocked.Add(ref length, Compile(project, node, builtins.AtParse, cancellationToken)));
        if (length == 0)
        {
            throw new InvalidOperationException("nothing was compiled");
        }
    }

    private static int Compile(SqlProject project, SqlNode node, IRuntimeNames names, CancellationToken cancellationToken)
    {
        var step = new StepContext { Run = default, Step = new StepKey(new AssetKey(node.UniqueId), PartitionKey.None) };
        return project.Templates.Compile(node, step, names, cancellationToken).Sql.Length;
    }
}
