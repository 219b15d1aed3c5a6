using System.Collections.Concurrent;
using System.Globalization;
using Sluice.Diagnostics;
using Sluice.Jinja;
using Sluice.Partitions;
using Sluice.Sql.Context;
using Sluice.Sql.Nodes;

namespace Sluice.Sql.Project.Caching;

/// <summary>Everything outside of a template that its render while parsing may depend on, as hashes.</summary>
internal sealed class ParseSurroundings(ProjectContext context)
{
    private readonly Lazy<Digest> _all = new(() => Digest.Of(All(context)));
    private readonly Lazy<Digest> _invocation = new(() => Digest.Of(Invocation(context)));
    private readonly ConcurrentDictionary<(string Package, string Name), Digest> _variables = [];
    private readonly ConcurrentDictionary<string, Digest> _environment = new(StringComparer.Ordinal);

    /// <summary>The program: another build may parse another way.</summary>
    internal static Digest Program(ISqlBuiltins builtins) => Digest.Of(
        new[] { typeof(SourceText), typeof(JinjaValue), typeof(PartitionSet), typeof(ProjectContext), builtins.GetType() }
            .Select(type => type.Assembly.ManifestModule.ModuleVersionId.ToString()));

    /// <summary>What counts for every template: all macros, the packages, the target, the partitions.</summary>
    internal Digest All() => _all.Value;

    /// <summary>The value of a variable as a package sees it.</summary>
    internal Digest Variable(string package, string name) => _variables.GetOrAdd(
        (package, name), key => Digest.Of([context.Variables.TryGet(key.Package, key.Name, out var value) ? JinjaValue.Repr(value) : null]));

    internal Digest EnvironmentVariable(string name) => _environment.GetOrAdd(name, key => Digest.Of([context.Invocation.Environment(key)]));

    /// <summary>What the template has looked at of these kinds.</summary>
    internal Digest Of(RenderInput kinds, SqlNode node) => kinds == RenderInput.None ? default : Digest.Of(
    [
        kinds.HasFlag(RenderInput.Invocation) ? _invocation.Value.ToString() : null,
        kinds.HasFlag(RenderInput.Threads) ? context.Target.Threads.ToString(CultureInfo.InvariantCulture) : null,
        kinds.HasFlag(RenderInput.Node) ? JinjaValue.Repr(NodeDictionary.Create(node, context)) : null,
    ]);

    private static IEnumerable<string?> All(ProjectContext context)
    {
        yield return string.Join('\n', context.Packages);
        foreach (var (package, order) in context.Root.Dispatch.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            yield return $"{package}: {string.Join(' ', order)}";
        }

        var target = context.Target;
        foreach (var text in new[] { target.Name, target.ProfileName, target.Type, target.Schema, target.Database, target.Path })
        {
            yield return text;
        }

        foreach (var (name, value) in target.Values.Where(pair => pair.Key != "threads"))
        {
            yield return $"{name}={JinjaValue.Repr(value)}";
        }

        foreach (var (name, set) in context.Partitions.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            yield return $"{name} {set.Column} {set.Variable} {string.Join(' ', set.Keys)}";
        }

        foreach (var macro in context.Macros.All)
        {
            yield return $"{macro.UniqueId} {macro.Span.Start}";
        }

        foreach (var source in context.Macros.All.Select(macro => macro.Source).Distinct())
        {
            yield return source.Path;
            yield return source.Text;
        }
    }

    private static IEnumerable<string?> Invocation(ProjectContext context)
    {
        var invocation = context.Invocation;
        yield return invocation.Command;
        yield return context.Root.Folder;
        yield return $"{invocation.FullRefresh} {invocation.StoreFailures}";
        foreach (var (name, value) in invocation.Flags.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            yield return $"{name}={JinjaValue.Repr(JinjaValue.From(value))}";
        }
    }
}
