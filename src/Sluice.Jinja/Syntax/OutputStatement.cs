using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Sluice.Diagnostics;
using Sluice.Jinja.Compiling;
using Sluice.Jinja.Running;

namespace Sluice.Jinja.Syntax;

/// <summary>One piece of output: text of the template where there is no expression.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct OutputPart(string? Text, Expression? Expression, SourceSpan Span);

/// <summary>Text, and <c>{{ … }}</c>.</summary>
internal sealed class OutputStatement(ImmutableArray<OutputPart> parts, string[] loads, SourceSpan span)
    : Statement(span)
{
    internal ImmutableArray<OutputPart> Parts { get; } = parts;

    internal override void Analyze(Symbols symbols) => symbols.LoadAll(loads);

    internal override Executor Compile(Scope scope)
    {
        var compiled = new List<Executor>(Parts.Length);
        CompileInto(compiled, scope);
        return compiled.Count == 1 ? compiled[0] : (frame, output) =>
        {
            foreach (var execute in compiled)
            {
                var flow = execute(frame, output);
                if (flow != Flow.Next)
                {
                    return flow;
                }
            }

            return Flow.Next;
        };
    }

    internal void CompileInto(List<Executor> compiled, Scope scope)
    {
        if (scope.ChecksOutput && scope.Unit.HasKnownExtends)
        {
            return;
        }

        for (var i = 0; i < Parts.Length; i++)
        {
            // Text and the value behind it are one step.
            var lead = Parts[i];
            var hasLead = lead.Text is not null && i + 1 < Parts.Length && Parts[i + 1].Text is null;
            i += hasLead ? 1 : 0;
            var executor = Parts[i].Expression is { } expression
                ? expression.CompileOutput(scope, new OutputSite(hasLead ? lead.Text : null, lead.Span, expression.Span, scope.Escapes))
                : CompileText(Parts[i].Text!, Parts[i].Span);
            compiled.Add(scope.ChecksOutput ? UnlessExtended(executor) : executor);
        }
    }

    private static Executor UnlessExtended(Executor executor) => (frame, output) =>
    {
        var root = frame;
        while (root.Outer is not null && root.Parent is null)
        {
            root = root.Outer;
        }

        return root.Parent is null ? executor(frame, output) : Flow.Next;
    };

    private static Executor CompileText(string text, SourceSpan span) => (frame, output) =>
    {
        OutputSite.WriteText(frame, output, text, span);
        return Flow.Next;
    };
}
