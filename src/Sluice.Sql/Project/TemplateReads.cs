using Sluice.Diagnostics;
using Sluice.Jinja;
using Sluice.Partitions;
using Sluice.Sql.Context;
using Sluice.Sql.Hooks;
using Sluice.Sql.Nodes;
using Sluice.Sql.Project.Yaml;

namespace Sluice.Sql.Project;

/// <summary>Finds what templates read, by rendering them while the project is parsed.</summary>
/// <param name="context">What all templates share.</param>
/// <param name="dialect">Compiles hooks.</param>
/// <param name="diagnostics">Takes what is wrong.</param>
internal sealed class TemplateReads(ProjectContext context, JinjaDialect dialect, DiagnosticBag diagnostics)
{
    private const int MostRenders = 100;

    /// <summary>The blanks in front of a template that dbt drops; a tag that trims to its left has dropped them already.</summary>
    internal static int LeadingBlanks(string text)
    {
        var blanks = text.Length - text.TrimStart().Length;
        var first = text.AsSpan(blanks);
        return first.StartsWith("{%-") || first.StartsWith("{{-") || first.StartsWith("{#-") ? 0 : blanks;
    }

    /// <summary>One render for the first partition and some for later ones, as their branches may read different things.</summary>
    internal (ParseCapture All, ParseCapture? First) RenderAll(
        SqlNode node, Action<IJinjaScope> render, IReadOnlyList<StaticCall> calls, PartitionSet? set)
    {
        var inputs = new RenderInputs();
        if (set is null)
        {
            return (Render(node, render, calls, null, inputs), null);
        }

        var first = Render(node, render, calls, new PartitionState(set, set.Keys[0]), inputs);
        if (set.Keys.Length == 1)
        {
            return (first, null);
        }

        var all = Render(node, render, calls, new PartitionState(set, set.Keys[1]), inputs);
        // A `prev` that goes far back has nothing to read in as many partitions.
        var deepest = Math.Min(all.Reads.Concat(first.Reads).Select(read => read.Count).DefaultIfEmpty().Max(), Math.Min(set.Keys.Length - 1, MostRenders));
        foreach (var position in Enumerable.Range(2, Math.Max(0, deepest - 2)).Append(set.Keys.Length - 1).Where(position => position > 1))
        {
            var later = Render(node, render, calls, new PartitionState(set, set.Keys[position]), inputs);
            all.Reads.AddRange(later.Reads);
            all.Unguarded.AddRange(later.Unguarded);
        }

        all.Variables.UnionWith(first.Variables);
        all.EnvironmentVariables.UnionWith(first.EnvironmentVariables);
        all.Macros.UnionWith(first.Macros);
        return (all, first);
    }

    /// <summary>Adds what the hooks of a node read: they may read models too, and dbt makes these dependencies of the node.</summary>
    internal void CaptureHooks(SqlNode node, ParseCapture all, ParseCapture? first)
    {
        foreach (var hook in node.Config.PreHooks.Concat(node.Config.PostHooks).Where(hook => YamlValues.HasJinja(hook.Sql)))
        {
            if (node.Partitions is { } set)
            {
                CaptureHook(node, hook, first ?? all, new PartitionState(set, set.Keys[0]));
            }

            if (node.Partitions is null || first is not null)
            {
                CaptureHook(node, hook, all, node.Partitions is { } later ? new PartitionState(later, later.Keys[1]) : null);
            }
        }
    }

    /// <summary>
    /// Reports a render that failed. dbt goes on while parsing where a value does not exist, and the node fails when it runs; what
    /// the rest of the template would have read is taken from its text.
    /// </summary>
    internal void ReportRender(JinjaException error, SqlNode node, IReadOnlyList<StaticCall> calls, ParseCapture capture)
    {
        capture.Inputs.Add(RenderInput.Once);
        if (error.Kind != JinjaErrorKind.Undefined)
        {
            diagnostics.AddRange(error.Diagnostics);
            return;
        }

        if (!ReportUnknownMacros(node, calls))
        {
            diagnostics.AddRange(error.Diagnostics.Select(item => Named(item, node) ?? item with { Severity = Severity.Warning }));
        }

        foreach (var call in calls.Where(call => call.Name is "ref" or "source"))
        {
            var texts = call.Arguments.Where(argument => argument is { Name: null, IsConstant: true, Value: string }).Select(argument => (string)argument.Value!).ToList();
            if (texts.Count is 1 or 2 && texts.Count == call.Arguments.Count(argument => argument.Name is null))
            {
                var name = texts[^1];
                var span = ParseCapture.SpanOfName(node.Source, call.Span, name);
                capture.Reads.Add(new CapturedRead(
                    call.Name == "ref" ? ReadKind.Ref : ReadKind.Source, texts.Count == 2 ? texts[0] : null, name, 0, node.Source, span));
            }
        }
    }

    // A macro that calls one that does not exist: the same words as for a call of the template's own.
    private Diagnostic? Named(Diagnostic problem, SqlNode node)
    {
        var text = problem.Source.Slice(problem.Span);
        var name = string.Concat(text.TakeWhile(letter => char.IsLetterOrDigit(letter) || letter == '_'));
        return name.Length > 0 && text.AsSpan(name.Length).StartsWith("(")
            ? NodeErrors.UnknownMacro(problem.Source, new SourceSpan(problem.Span.Start, problem.Span.Start + name.Length), name, NearestMacro(name, node)) with { Chain = problem.Chain }
            : null;
    }

    private string? NearestMacro(string name, SqlNode node) => Nearest.To(name, context.Macros.NamesFor(node.PackageName).Concat(context.BuiltinNames));

    private bool ReportUnknownMacros(SqlNode node, IReadOnlyList<StaticCall> calls)
    {
        var scope = new NodeScope(context, node, node.PackageName, context.Builtins.AtParse) { Capture = new ParseCapture() };
        var unknown = calls.Where(call => !scope.TryGet(call.Name, out _) && !dialect.Sql.Globals.TryGet(call.Name, out _)).ToList();
        foreach (var call in unknown)
        {
            diagnostics.Add(NodeErrors.UnknownMacro(node.Source, call.NameSpan, call.Name, NearestMacro(call.Name, node)));
        }

        return unknown.Count > 0;
    }

    private void CaptureHook(SqlNode node, HookConfig hook, ParseCapture capture, PartitionState? partition)
    {
        var source = new SourceText($"{node.Source.Path} (hook)", hook.Sql);
        var place = new HookPlace(node, source);
        var own = new ParseCapture();
        try
        {
            var template = dialect.CompileShared(source);
            template.Render(new NodeScope(context, node, node.PackageName, context.Builtins.AtParse) { Capture = own, Partition = partition });
        }
        catch (JinjaException error) when (error.Kind == JinjaErrorKind.Undefined)
        {
            diagnostics.AddRange(error.Diagnostics.Select(item => place.Move(Named(item, node) ?? item with { Severity = Severity.Warning })));
        }
        catch (JinjaException error)
        {
            diagnostics.AddRange(error.Diagnostics.Select(place.Move));
        }

        capture.Add(own, place.Move);
    }

    private ParseCapture Render(SqlNode node, Action<IJinjaScope> render, IReadOnlyList<StaticCall> calls, PartitionState? partition, RenderInputs inputs)
    {
        var capture = new ParseCapture { Inputs = inputs };
        var scope = new NodeScope(context, node, node.PackageName, context.Builtins.AtParse) { Capture = capture, Partition = partition };
        try
        {
            render(scope);
        }
        catch (JinjaException error)
        {
            ReportRender(error, node, calls, capture);
        }

        return capture;
    }
}
