using Sluice.Jinja.Running;

namespace Sluice.Jinja.Syntax;

/// <summary>Runs statements and keeps their text.</summary>
internal static class Capture
{
    internal static Flow Run(Frame frame, Executor execute, out string text)
    {
        var output = frame.State.TakeOutput();
        try
        {
            var flow = execute(frame, output);
            text = output.TakeText();
            return flow;
        }
        finally
        {
            frame.State.GiveBack(output);
        }
    }
}
