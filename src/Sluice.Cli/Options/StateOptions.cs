using System.CommandLine;
using Sluice.Cli.Invocation;
using Sluice.Diagnostics;

namespace Sluice.Cli.Options;

/// <summary>The options that name an earlier state of the project, and say what is read from it.</summary>
internal sealed class StateOptions
{
    private readonly Option<string?> _state = new("--state") { Description = "The folder of the artifacts that state:, result: and --defer compare with.", HelpName = "folder" };
    private readonly Switch _defer = new("defer", "Read what is neither selected nor built here where --state has it.");
    private readonly Switch _favorState = new("favor-state", "With --defer: read what is not selected where --state has it, built here or not.");
    private readonly Option<string?> _deferState = new("--defer-state") { Description = "The folder that --defer reads from, where it is another than --state.", HelpName = "folder" };

    internal void AddTo(Command command)
    {
        command.Options.Add(_state);
        _defer.AddTo(command);
        _favorState.AddTo(command);
        command.Options.Add(_deferState);
    }

    /// <summary>Reads the values.</summary>
    /// <exception cref="DiagnosticException"><c>--defer</c> is given without a state.</exception>
    internal StateSettings Read(ParseResult parsed, CommandText line, EnvironmentFlags environment)
    {
        var settings = new StateSettings
        {
            Folder = parsed.GetValue(_state) ?? environment.Text("STATE") ?? environment.Text("ARTIFACT_STATE_PATH"),
            Defers = _defer.Read(parsed, environment) ?? environment.Truth("DEFER_TO_STATE") ?? false,
            FavorsState = _favorState.Read(parsed, environment) ?? environment.Truth("FAVOR_STATE_MODE") ?? false,
            DeferFolder = parsed.GetValue(_deferState) ?? environment.Text("DEFER_STATE"),
        };
        return settings is { Defers: true, Folder: null, DeferFolder: null }
            ? throw new DiagnosticException(UsageErrors.DeferWithoutState(line))
            : settings;
    }
}

/// <summary>An earlier state of the project, and what is read from it.</summary>
internal sealed record StateSettings
{
    /// <summary>The folder of its artifacts, as given; null for none.</summary>
    internal string? Folder { get; init; }

    internal bool Defers { get; init; }

    internal bool FavorsState { get; init; }

    /// <summary>The folder that deferring reads, where it is another; null for the same.</summary>
    internal string? DeferFolder { get; init; }
}
