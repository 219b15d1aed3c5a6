using Sluice.Cli.Invocation;
using Sluice.Cli.Talking;
using Sluice.Diagnostics;
using Sluice.Sql.Context;

namespace Sluice.Cli.Projects;

/// <summary>What templates print, log and warn of.</summary>
/// <param name="call">Whose streams take it.</param>
internal sealed class TemplateMessages(CommandCall call) : IMessageSink
{
    private readonly Lock _gate = new();

    public void Print(string text)
    {
        if (call.Global.Prints)
        {
            call.Talk.Event(LogEvent.PrintEvent, TalkLevel.Info, text);
            lock (_gate)
            {
                call.Host.Output.WriteLine(text);
            }
        }
    }

    public void Log(string text, bool info)
    {
        if (info)
        {
            call.Talk.Say(TalkLevel.Info, text, kind: LogEvent.JinjaLogInfo);
        }
        else
        {
            call.Talk.Say(TalkLevel.Debug, text, kind: LogEvent.JinjaLogDebug);
        }
    }

    public void Warn(Diagnostic warning) => call.Talk.Show(call.Global.Warnings.Apply([warning]));
}
