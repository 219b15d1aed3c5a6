using Sluice.Diagnostics;
using Sluice.Jinja;

namespace Sluice.Sql.Context;

/// <summary>How a template reads another node.</summary>
internal enum ReadKind
{
    /// <summary><c>ref</c></summary>
    Ref,

    /// <summary><c>source</c></summary>
    Source,

    /// <summary><c>prev</c></summary>
    Prev,

    /// <summary>The <c>initial</c> of a <c>prev</c>.</summary>
    Initial,
}

/// <summary>A <c>ref</c>, <c>source</c> or <c>prev</c> that a template made while it was parsed.</summary>
/// <param name="Kind">Which.</param>
/// <param name="Package">The package of a ref, the source's name of a source; null for none.</param>
/// <param name="Name">The node's name.</param>
/// <param name="Count">How far <c>prev</c> goes back.</param>
/// <param name="Source">The file of the call.</param>
/// <param name="Span">The call, or the name in it where it is written there.</param>
internal readonly record struct CapturedRead(
    ReadKind Kind, string? Package, string Name, int Count, SourceText Source, SourceSpan Span)
{
    /// <summary>The version that is asked for; null for the latest.</summary>
    internal string? Version { get; init; }
}

/// <summary>What one render of a template while parsing tells about its node. Used by one thread.</summary>
internal sealed class ParseCapture
{
    internal List<CapturedRead> Reads { get; } = [];

    /// <summary>The merged calls of <c>config</c>, in order.</summary>
    internal List<KeyValuePair<string, object?>> Config { get; } = [];

    /// <summary>What else the render depends on; shared by all renders of a node.</summary>
    internal RenderInputs Inputs { get; init; } = new();

    internal HashSet<string> Variables { get; } = new(StringComparer.Ordinal);

    internal HashSet<string> EnvironmentVariables { get; } = new(StringComparer.Ordinal);

    /// <summary>The unique ids of the macros that were looked up.</summary>
    internal HashSet<string> Macros { get; } = new(StringComparer.Ordinal);

    /// <summary>Variables that have no value; the node fails when it runs.</summary>
    internal List<Diagnostic> Warnings { get; } = [];

    /// <summary>Each <c>prev</c> that has nothing to read in the partition of this render, and no start value: what it names, and the problem.</summary>
    internal List<(string Name, Diagnostic Problem)> Unguarded { get; } = [];

    internal void Read(ReadKind kind, string? package, string name, int count, JinjaCall call, string? version = null)
    {
        var span = SpanOfName(call.Source, call.Span, name);
        Reads.Add(new CapturedRead(kind, package, name, count, call.Source, span) { Version = version });
    }

    /// <summary>Adds what another render tells, its places changed.</summary>
    internal void Add(ParseCapture other, Func<SourceText, SourceSpan, (SourceText Source, SourceSpan Span)> move)
    {
        Diagnostic Moved(Diagnostic problem)
        {
            var (source, span) = move(problem.Source, problem.Span);
            return problem with { Source = source, Span = span };
        }

        foreach (var read in other.Reads)
        {
            var (source, span) = move(read.Source, read.Span);
            Reads.Add(read with { Source = source, Span = span });
        }

        Config.AddRange(other.Config);
        Variables.UnionWith(other.Variables);
        EnvironmentVariables.UnionWith(other.EnvironmentVariables);
        Macros.UnionWith(other.Macros);
        Warnings.AddRange(other.Warnings.Select(Moved));
        Unguarded.AddRange(other.Unguarded.Select(item => (item.Name, Moved(item.Problem))));
    }

    // The name alone is underlined where the call spells it out.
    internal static SourceSpan SpanOfName(SourceText source, SourceSpan call, string name)
    {
        var text = source.Slice(call);
        foreach (var quote in "'\"")
        {
            var at = text.IndexOf($"{quote}{name}{quote}", StringComparison.Ordinal);
            if (at >= 0)
            {
                return new SourceSpan(call.Start + at + 1, call.Start + at + 1 + name.Length);
            }
        }

        return call;
    }
}
