using System.Collections.Immutable;
using System.CommandLine;
using Sluice.Cli.Invocation;
using Sluice.Sql.Project;

namespace Sluice.Cli.Options;

/// <summary>The options of every command that reads a project: where it is, and what it is read with.</summary>
internal sealed class ProjectOptions
{
    private readonly Option<string?> _projectDir = new("--project-dir") { Description = "The folder that holds dbt_project.yml. Default: this folder or the nearest above it.", HelpName = "folder" };
    private readonly Option<string?> _profilesDir = new("--profiles-dir") { Description = "The folder that holds profiles.yml. Default: the project's folder, then ~/.dbt.", HelpName = "folder" };
    private readonly Option<string?> _profile = new("--profile") { Description = "The profile to use instead of the project's.", HelpName = "name" };
    private readonly Option<string?> _target = new("--target", "-t") { Description = "The profile's target.", HelpName = "name" };
    private readonly Option<string?> _vars = new("--vars") { Description = "Variables as YAML or JSON: '{start_year: 2026}'.", HelpName = "yaml" };
    private readonly Option<string?> _scenario = new("--scenario") { Description = "A scenario of sluice.yml; it has a database of its own. Default: base, the project's own variables.", HelpName = "name" };
    private readonly Option<string?> _targetPath = new("--target-path") { Description = "Where compiled SQL, reports and results are written. Default: target.", HelpName = "folder" };
    private readonly Option<string?> _logPath = new("--log-path") { Description = "Where dbt.log is written. Default: logs.", HelpName = "folder" };
    private readonly NumberOption _threads = new("--threads", "Most steps at a time. Default: the target's setting.");
    private readonly WaitOption _wait = new("How long to wait while another process holds the database or the project: 30s, 5m, 0. Default: 10s.");
    private readonly Option<string[]> _set = new("--set")
    {
        Description = "A value in the place of that of sluice.yml: stage.event_generation.parallel=8. May be given several times.",
        HelpName = "path=value",
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly Switch _versionCheck = new("version-check", "Do not compare require-dbt-version.") { ShowsNegation = true };

    internal void AddTo(Command command)
    {
        foreach (var option in (ReadOnlySpan<Option>)[_projectDir, _profilesDir, _profile, _target, _vars, _scenario, _targetPath, _logPath])
        {
            command.Options.Add(option);
        }

        _threads.AddTo(command);
        _wait.AddTo(command);
        command.Options.Add(_set);
        _versionCheck.AddTo(command);
    }

    /// <summary>Reads the values.</summary>
    /// <exception cref="Diagnostics.DiagnosticException">A value cannot be used.</exception>
    internal ProjectSettings Read(ParseResult parsed, CommandText line, CommandHost host)
    {
        var environment = host.EnvironmentFlags;
        return new ProjectSettings
        {
            ProjectFolder = parsed.GetValue(_projectDir) ?? environment.Text("PROJECT_DIR"),
            ProfilesFolder = parsed.GetValue(_profilesDir) ?? environment.Text("PROFILES_DIR"),
            Profile = parsed.GetValue(_profile) ?? environment.Text("PROFILE"),
            Target = parsed.GetValue(_target) ?? environment.Text("TARGET"),
            Vars = parsed.GetValue(_vars),
            Scenario = parsed.GetValue(_scenario),
            TargetPath = parsed.GetValue(_targetPath) ?? environment.Text("TARGET_PATH"),
            Threads = _threads.Read(parsed, line) ?? environment.Number("THREADS"),
            Overrides =
            [
                .. (host.Environment("SLUICE_SET") ?? "").Split([';', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(text => new SettingOverride(text, "SLUICE_SET")),
                .. (parsed.GetValue(_set) ?? []).Select(text => new SettingOverride(text, "--set")),
            ],
            Wait = _wait.Read(parsed, line) ?? ProjectSettings.UsualWait,
            ChecksVersion = _versionCheck.Read(parsed, environment) ?? true,
        };
    }
}

/// <summary>Where a project is and what it is read with; null where the project or the profile decides.</summary>
internal sealed record ProjectSettings
{
    internal string? ProjectFolder { get; init; }

    internal string? ProfilesFolder { get; init; }

    internal string? Profile { get; init; }

    internal string? Target { get; init; }

    /// <summary>YAML or JSON, as given.</summary>
    internal string? Vars { get; init; }

    /// <summary>The scenario as given; null for the project's own variables.</summary>
    internal string? Scenario { get; init; }

    /// <summary>What sets the databases, state stores and target folders of scenarios apart; null for the project's own.</summary>
    internal string? Place { get; init; }

    /// <summary>Variables that outrank those of the scenario.</summary>
    internal ImmutableDictionary<string, object?> ScenarioVars { get; init; } = ImmutableDictionary<string, object?>.Empty;

    /// <summary>How many databases are at work side by side, and share the memory.</summary>
    internal int Databases { get; init; } = 1;

    internal string? TargetPath { get; init; }

    internal int? Threads { get; init; }

    /// <summary>Values in the place of those of sluice.yml; the later ones win.</summary>
    internal ImmutableArray<SettingOverride> Overrides { get; init; } = [];

    /// <summary>How long is waited while another process holds the database or the project.</summary>
    internal TimeSpan Wait { get; init; } = UsualWait;

    internal bool ChecksVersion { get; init; } = true;

    internal static TimeSpan UsualWait { get; } = TimeSpan.FromSeconds(10);
}
