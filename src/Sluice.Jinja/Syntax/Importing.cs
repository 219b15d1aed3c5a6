using Sluice.Diagnostics;
using Sluice.Jinja.Compiling;
using Sluice.Jinja.Running;
using Sluice.Jinja.Values;

namespace Sluice.Jinja.Syntax;

/// <summary>Makes the module of an <c>import</c>.</summary>
internal sealed class Importing(Evaluator template, Variable[]? visible, SourceSpan span)
{
    internal JinjaModule Load(Frame frame)
    {
        var imported = Loading.Get(frame, template(frame), span);
        if (visible is null)
        {
            return Loading.Module(frame, imported, span);
        }

        try
        {
            frame.State.Enter("imported from", null, frame.Source, span);
            var module = imported.ToModule(LocalScope.Of(frame, visible), frame.State);
            frame.State.Leave();
            return module;
        }
        catch (TemplateError error)
        {
            throw frame.Fail(error, span);
        }
    }
}
