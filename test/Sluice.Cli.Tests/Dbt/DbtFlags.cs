namespace Sluice.Cli.Tests.Dbt;

/// <summary>The commands and options of dbt 1.11, and why one of them is not here.</summary>
internal static class DbtFlags
{
    /// <summary>Options of dbt that are refused, with the reason.</summary>
    internal static readonly Dictionary<string, string> Refused = new(StringComparer.Ordinal)
    {
        ["compile --inject-ephemeral-ctes"] = "ephemeral models are always inlined: SQL without them would not run",
        ["compile --no-inject-ephemeral-ctes"] = "ephemeral models are always inlined: SQL without them would not run",
        ["init --profiles-dir"] = "the profile lies in the project, where every command finds it",
    };

    private const string Selecting = "--select -s --models --model -m --exclude --selector";
    private const string Kinds = "--resource-type --resource-types --exclude-resource-type --exclude-resource-types";
    private const string Project = "--project-dir --profiles-dir --vars --target-path --threads";

    private const string Everywhere =
        "--cache-selected-only --no-cache-selected-only --debug --no-debug -d --defer --no-defer --defer-state --fail-fast --no-fail-fast -x --favor-state --no-favor-state "
        + "--indirect-selection --log-cache-events --no-log-cache-events --log-file-max-bytes --log-format --log-format-file --log-level --log-level-file --log-path "
        + "--macro-debugging --no-macro-debugging --partial-parse --no-partial-parse --partial-parse-file-path --partial-parse-file-diff --no-partial-parse-file-diff "
        + "--populate-cache --no-populate-cache --print --no-print --printer-width --profile --quiet --no-quiet -q --record-timing-info -r "
        + "--send-anonymous-usage-stats --no-send-anonymous-usage-stats --single-threaded --no-single-threaded --show-all-deprecations --no-show-all-deprecations --state "
        + "--static-parser --no-static-parser --target -t --upload-to-artifacts-ingest-api --use-colors --no-use-colors --use-colors-file --no-use-colors-file "
        + "--use-experimental-parser --no-use-experimental-parser --use-fast-test-edges --no-use-fast-test-edges --version-check --no-version-check --warn-error "
        + "--warn-error-options --write-json --no-write-json";

    /// <summary>The options of each command that are not those of every command.</summary>
    private static readonly Dictionary<string, string> Commands = new(StringComparer.Ordinal)
    {
        ["build"] = $"{Project} {Selecting} {Kinds} --empty --no-empty --event-time-start --event-time-end --sample --full-refresh -f --store-failures --show --include-saved-query --export-saved-queries",
        ["clean"] = "--project-dir --profiles-dir --vars --target-path --clean-project-files-only --no-clean-project-files-only",
        ["compile"] = $"{Project} {Selecting} --empty --no-empty --full-refresh -f --output --introspect --no-introspect --inline --inject-ephemeral-ctes --no-inject-ephemeral-ctes",
        ["debug"] = "--project-dir --profiles-dir --vars --connection --config-dir",
        ["deps"] = "--project-dir --profiles-dir --vars --source --lock --upgrade --add-package",
        ["docs generate"] = $"{Project} {Selecting} --compile --no-compile --empty-catalog --static",
        ["docs serve"] = "--project-dir --profiles-dir --vars --target-path --browser --no-browser --host --port",
        ["init"] = "--project-dir --profiles-dir --vars --skip-profile-setup -s",
        ["list"] = $"--project-dir --profiles-dir --vars --target-path {Selecting} {Kinds} --output --output-keys",
        ["ls"] = $"--project-dir --profiles-dir --vars --target-path {Selecting} {Kinds} --output --output-keys",
        ["parse"] = Project,
        ["retry"] = $"{Project} --full-refresh -f",
        ["run"] = $"{Project} {Selecting} --empty --no-empty --event-time-start --event-time-end --sample --full-refresh -f",
        ["run-operation"] = $"{Project} --args",
        ["seed"] = $"{Project} {Selecting} --full-refresh -f --show",
        ["show"] = $"{Project} {Selecting} --full-refresh -f --output --limit --introspect --no-introspect --inline --inline-direct",
        ["snapshot"] = $"{Project} {Selecting} --empty --no-empty",
        ["source freshness"] = $"{Project} {Selecting} --output -o",
        ["test"] = $"{Project} {Selecting} {Kinds} --store-failures",
    };

    internal static IEnumerable<string> CommandNames => Commands.Keys;

    /// <summary>The options of a command, each once.</summary>
    internal static IEnumerable<string> Of(string command) => $"{Everywhere} {Commands[command]}".Split(' ').Distinct(StringComparer.Ordinal);

    /// <summary>The options that dbt also takes before the command.</summary>
    internal static IEnumerable<string> BeforeTheCommand => Everywhere.Split(' ');
}
