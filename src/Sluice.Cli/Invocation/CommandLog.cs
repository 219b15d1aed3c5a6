using System.CommandLine;
using System.Globalization;
using Sluice.Cli.Options;
using Sluice.Cli.Projects;
using Sluice.Cli.Running;
using Sluice.Cli.Talking;

namespace Sluice.Cli.Invocation;

/// <summary>What one call of a command says, from its first line to its last; kept in the project's log file where it is about a project.</summary>
internal sealed class CommandLog : IDisposable
{
    /// <summary>dbt's version whose lines these are.</summary>
    private const string DbtVersion = "1.11.14";

    private readonly CommandText _line;
    private readonly CommandHost _host;
    private readonly DateTimeOffset _started;
    private readonly string _id;
    private LogFile? _file;
    private string? _command;

    internal CommandLog(CommandText line, CommandHost host)
    {
        (_line, _host, _started) = (line, host, host.Time.GetUtcNow());
        _id = Guid.CreateVersion7(_started).ToString("D", CultureInfo.InvariantCulture);
        Talk = new Talk(host.Error, TalkLevel.Info, json: false, new Paint(isOn: false), host.Time);
    }

    // The command line without its secrets; most commands that fail early never need it.
    private string Shown => field ??= CommandMask.Of(_line);

    /// <summary>Takes what is said; as the options want it once they are known.</summary>
    internal Talk Talk { get; private set; }

    /// <summary>The options are known: says which version runs what.</summary>
    internal void Begin(string? project, ParseResult parsed, CommandHost host, GlobalSettings global)
    {
        string? problem = null;
        _command = parsed.CommandResult.Command.Name;
        var (folder, isNamed) = project is null ? ("", false) : ProjectFolders.Logs(project, parsed, host);
        if (project is not null && global.LogFile.Level != TalkLevel.None)
        {
            _file = LogFile.TryOpen(folder, global.LogFile, _id, host.Time, out problem);
        }

        Talk = new Talk(host.Error, global.Level, global.IsJson, new Paint(global.UsesColors), host.Time) { File = _file, Invocation = _id };
        if (problem is not null && isNamed)
        {
            // Where nobody has asked for the place, a project that cannot be written to is fine without a log.
            Talk.Warn($"there is no log in {folder}: {problem}");
        }

        Talk.Event(LogEvent.MainReportVersion, TalkLevel.Info, $"Running with dbt={DbtVersion} (sluice {SluiceCommandLine.Version})", writer =>
        {
            writer.WriteString("version", $"={DbtVersion}");
            writer.WriteNumber("log_version", 3);
            writer.WriteString("sluice", SluiceCommandLine.Version);
        });
        Talk.Event(LogEvent.MainReportArgs, TalkLevel.Debug, Shown, writer =>
        {
            writer.WriteStartObject("args");
            writer.WriteString("which", _command);
            writer.WriteString("invocation_command", Shown);
            writer.WriteEndObject();
        });
    }

    /// <summary>The command has ended; returns the exit code.</summary>
    internal int End(int exit)
    {
        if (_command is not null)
        {
            var now = _host.Time.GetUtcNow();
            var elapsed = now - _started;
            Talk.Event(LogEvent.CommandCompleted, TalkLevel.Debug, $"Command `{Shown}` {(exit == 0 ? "succeeded" : "failed")} after {Amounts.Time(elapsed)}", writer =>
            {
                writer.WriteString("command", Shown);
                writer.WriteBoolean("success", exit == 0);
                writer.WriteString("completed_at", now);
                writer.WriteNumber("elapsed", elapsed.TotalSeconds);
            });
        }

        return exit;
    }

    public void Dispose() => _file?.Dispose();
}
