using Sluice.Cli.Invocation;
using Sluice.Cli.Options;
using Sluice.Cli.Projects;

namespace Sluice.Cli.Commands;

/// <summary><c>sluice debug</c></summary>
internal sealed class DebugCommand() : SluiceCommand("debug", "Show which project, profile and database are used, and whether the database opens.")
{
    private readonly ProjectOptions _project = new();
    private readonly OutputOption _output = new("text", "json");

    private readonly Switch _connection = new("connection", "Accepted without effect: the connection is always tried.") { Hidden = true };
    private readonly Switch _configDir = new("config-dir", "Print the folder of profiles.yml, and do nothing else.");

    internal override async Task<int> ExecuteAsync(CommandCall call, CancellationToken cancellationToken)
    {
        var form = _output.Read(call.Parsed, call.Line);
        await using var session = await ProjectSession.OpenAsync(call, _project.Read(call.Parsed, call.Line, call.Host), Name, new RunSettings(), cancellationToken);
        session.Artifacts.AreKept = false;
        if (_configDir.Read(call.Parsed, call.Host.EnvironmentFlags) ?? false)
        {
            await call.Host.Output.WriteLineAsync(Path.GetDirectoryName(Path.GetFullPath(session.Project.Target.Source.Path, session.Folder)));
            return ExitCode.Ok;
        }

        return await Showing.Checkup.RunAsync(call, session, form, cancellationToken);
    }

    protected override void AddOptions()
    {
        _output.AddTo(this);
        _connection.AddTo(this);
        _configDir.AddTo(this);
        _project.AddTo(this);
    }
}
