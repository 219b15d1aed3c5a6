using Sluice.Diagnostics;
using Sluice.Jinja.Compiling;
using Sluice.Jinja.Running;
using Sluice.Jinja.Values;

namespace Sluice.Jinja.Syntax;

/// <summary><c>{% include 'a' ignore missing with context %}</c>.</summary>
internal sealed class IncludeStatement(
    Expression template, bool ignoresMissing, bool withContext, string[] loads, SourceSpan span) : Statement(span)
{
    internal override void Analyze(Symbols symbols) => symbols.LoadAll(loads);

    internal override Executor Compile(Scope scope)
    {
        var evaluate = template.Compile(scope);
        var visible = withContext ? scope.Symbols.VisibleStores() : [];
        var span = Span;
        return (frame, output) =>
        {
            var wanted = evaluate(frame);
            var included = ignoresMissing ? Loading.TryGet(frame, wanted, span) : Loading.Get(frame, wanted, span);
            if (included is null)
            {
                return Flow.Next;
            }

            var start = output.Position;
            if (withContext)
            {
                Include(frame, output, included, LocalScope.Of(frame, visible), span);
            }
            else
            {
                output.Write(Loading.Module(frame, included, span).ToText());
            }

            output.Map?.Add(start, output.Position, frame.Source, span, isText: false);
            return Flow.Next;
        };
    }

    private static void Include(Frame frame, Output output, Template included, IJinjaScope names, SourceSpan span)
    {
        var map = output.Map;
        output.Map = null;
        try
        {
            frame.State.Enter("included from", null, frame.Source, span);
            _ = included.Run(names, frame.State, output);
        }
        catch (TemplateError error)
        {
            throw frame.Fail(error, span);
        }

        frame.State.Leave();
        output.Map = map;
    }
}
