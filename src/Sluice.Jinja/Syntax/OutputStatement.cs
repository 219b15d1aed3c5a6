using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Sluice.Diagnostics;
using Sluice.Jinja.Compiling;
using Sluice.Jinja.Running;
using Sluice.Jinja.Values;

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
            var executor = Parts[i].Text is { } text
                ? CompileText(text, Parts[i].Span)
                : CompileValue(Parts[i].Expression!, scope, hasLead ? lead : null);
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
        WriteText(frame, output, text, span);
        return Flow.Next;
    };

    private static void WriteText(Frame frame, Output output, string text, SourceSpan span)
    {
        try
        {
            output.Write(text);
        }
        catch (TemplateError error)
        {
            throw frame.Fail(error, span);
        }

        output.Map?.Add(output.Position - text.Length, output.Position, frame.Source, span, isText: true);
    }

    private static Executor CompileValue(Expression expression, Scope scope, OutputPart? lead)
    {
        var (leadText, leadSpan) = (lead?.Text, lead?.Span ?? default);
        var evaluate = expression.CompileTail(scope);
        var span = expression.Span;
        var escapes = scope.Escapes;
        return (frame, output) =>
        {
            if (leadText is not null)
            {
                WriteText(frame, output, leadText, leadSpan);
            }

            var value = evaluate(frame);
            var start = output.Position;
            try
            {
                if (value is string text)
                {
                    output.Write(escapes ?? frame.Escapes ? Html.Escape(text) : text);
                }
                else if (frame.Ends(value))
                {
                    return Flow.Return;
                }
                else
                {
                    WriteOther(output, value, escapes ?? frame.Escapes);
                }
            }
            catch (Exception error) when (Failures.NeedsPlace(error))
            {
                throw frame.Fail(error, span);
            }

            if (output.Map is not null)
            {
                AddToMap(frame, output, start, value, span);
            }

            return Flow.Next;
        };
    }

    private static void WriteOther(Output output, object? value, bool escapes)
    {
        if (value is long number)
        {
            output.Write(number);
        }
        else
        {
            output.Write(escapes ? Safe.Text(value) : Text.Of(value));
        }
    }

    private static void AddToMap(Frame frame, Output output, long start, object? value, SourceSpan span)
    {
        var inner = frame.State.LastMacro is { } last && ReferenceEquals(last.Text, value as string ?? (value as Markup)?.Text)
            ? last.Map : null;
        output.Map!.Add(start, output.Position, frame.Source, span, isText: false, inner);
    }
}
