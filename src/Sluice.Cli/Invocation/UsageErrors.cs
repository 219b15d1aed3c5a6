using Sluice.Diagnostics;
using Sluice.Engine.State;
using Sluice.Partitions;
using Sluice.Sql.Project;

namespace Sluice.Cli.Invocation;

/// <summary>What can be wrong with a command line or an environment variable.</summary>
internal static class UsageErrors
{
    internal static Diagnostic UnknownCommand(CommandText line, int argument, IEnumerable<string> commands) =>
        line.Error("SLUICE5001", argument, $"there is no command `{line[argument]}`", Nearest.Hint(line[argument], commands) ?? "`sluice --help` lists the commands");

    internal static Diagnostic UnknownOption(CommandText line, int argument, string command, IEnumerable<string> options)
    {
        var name = line[argument].Split('=')[0];
        return line.Error("SLUICE5002", argument, $"`{command}` has no option `{name}`", Nearest.Hint(name, options) ?? $"`{command} --help` lists the options");
    }

    internal static Diagnostic UnexpectedArgument(CommandText line, int argument, string command, bool selects) =>
        line.Error("SLUICE5003", argument, $"`{command}` takes no argument `{line[argument]}`", selects ? $"to select models, write `--select {line[argument]}`" : null);

    internal static Diagnostic BadValue(CommandText line, int argument, string message, string? hint = null) =>
        line.Error("SLUICE5004", argument, message, hint);

    internal static Diagnostic NoReason(CommandText line, int argument) =>
        line.Error("SLUICE5021", argument, "a rule is let pass without a reason", "add `--reason` with a few words: they are kept with what the rule found");

    internal static Diagnostic UnknownRule(CommandText line, int argument, string rule, IEnumerable<string> rules) => line.Error(
        "SLUICE5022", argument, $"sluice.yml has no rule `{rule}`", Nearest.Hint(rule, rules) ?? (rules.Any() ? $"it has: {string.Join(", ", rules)}" : null));

    internal static Diagnostic BadVariable(string variable, string value, string expected)
    {
        var text = $"{variable}={value}";
        return new Diagnostic("SLUICE5005", Severity.Error, $"the environment variable `{variable}` must be {expected}, found `{value}`",
            new SourceText("environment", text), new SourceSpan(variable.Length + 1, text.Length), "correct it, or unset it");
    }

    internal static Diagnostic BadFlag(string name, ProjectFlag flag, string expected) => new(
        "SLUICE5005", Severity.Error, $"the flag `{name}` must be {expected}, found `{flag.Text}`", flag.Source, flag.Span, "correct it, or remove it");

    internal static Diagnostic BadWarnOptions(SourceText source, SourceSpan span, string problem) => new(
        "SLUICE5019", Severity.Error, $"`warn_error_options` {problem}", source, span,
        "write it like `{error: all, warn: [NoNodesForSelectionCriteria], silence: [JinjaLogWarning]}`");

    internal static Diagnostic NotSupported(CommandText line, int argument, string what, string? hint) =>
        line.Error("SLUICE5020", argument, $"{what} is not supported", hint);

    internal static Diagnostic BadProjectName(CommandText line, int argument, string name, string proposal) => line.Error(
        "SLUICE5007", argument, $"`{name}` cannot name a project: letters, digits and underscores only, no digit first", $"sluice init {proposal}");

    internal static Diagnostic ProjectExists(CommandText line, int argument, string folder, string file) => line.Error(
        "SLUICE5008", argument, $"{folder} holds a `{file}` already; nothing was written", "name another folder");

    internal static Diagnostic NoFolder(CommandText line, int argument, string folder, bool isFile) => line.Error(
        "SLUICE5009", argument, isFile ? $"{folder} is a file, expected the folder of a project" : $"there is no folder {folder}",
        isFile && Path.GetFileName(folder) is "dbt_project.yml" ? $"--project-dir {Path.GetDirectoryName(folder)}" : null);

    internal static Diagnostic NoProject(CommandText line, string folder) => line.Error(
        "SLUICE5010", -1, $"no project here: neither {folder} nor a folder above it holds a dbt_project.yml", "`sluice init NAME` writes one; `--project-dir FOLDER` names one");

    internal static Diagnostic UnknownPartition(CommandText line, int argument, string word, IReadOnlyList<PartitionSet> sets) => line.Error(
        "SLUICE5011", argument,
        sets.Count == 0 ? $"no model has partitions, so none is `{word}`" : $"no model has the partition `{word}`",
        sets.Count == 0 ? null : string.Join("; ", sets.Select(set => $"`{set.Name}` goes from {set.Keys[0]} to {set.Keys[^1]}")));

    internal static Diagnostic UnknownRun(CommandText line, int argument, string run) => line.Error(
        "SLUICE5012", argument, $"no run's id begins with `{run}`", "`sluice runs` lists the runs");

    internal static Diagnostic SeveralRuns(CommandText line, int argument, string run, IEnumerable<string> ids) => line.Error(
        "SLUICE5013", argument, $"the ids of several runs begin with `{run}`", string.Join(", ", ids));

    internal static Diagnostic NothingToResume(CommandText line, string? last) => line.Error(
        "SLUICE5014", -1, last is null ? "there is no run to resume" : $"there is nothing to resume: the last run, {last}, has succeeded", "`sluice runs` lists the runs");

    internal static Diagnostic NothingToCancel(CommandText line, RunSummary? run) => line.Error(
        "SLUICE5060", -1,
        run is null ? "no run is at work in this project" : $"run {run.Run} is not at work: it is {run.Status.ToString().ToLowerInvariant()}", "`sluice runs` lists the runs");

    internal static Diagnostic UnknownStep(CommandText line, string step, IEnumerable<string> steps) => line.Error(
        "SLUICE5062", line.Find(step), $"the run has no step `{step}`", Nearest.Hint(step, steps) ?? "`sluice runs RUN` lists its steps");

    internal static Diagnostic NoPlanFile(CommandText line, string path) => line.Error(
        "SLUICE5061", -1, $"there is no plan {path}", "`sluice plan --out FILE` writes one");

    internal static Diagnostic BrokenPlanFile(CommandText line, string path) => line.Error(
        "SLUICE5061", -1, $"{path} holds no plan", "write it anew: sluice plan --out FILE");

    internal static Diagnostic NotCleaned(CommandText line, string folder) => line.Error(
        "SLUICE5015", -1, $"{folder} is not deleted: it holds sources or lies outside of the project", "correct `clean-targets` in dbt_project.yml");

    internal static Diagnostic NothingToShow(CommandText line, int count) => line.Error(
        "SLUICE5016", -1, count == 0 ? "nothing is selected to show" : $"{count} nodes are selected, and one can be shown", "--select MODEL, or --inline QUERY");

    internal static Diagnostic UnknownMacro(CommandText line, string macro, IEnumerable<string> macros) => line.Error(
        "SLUICE5017", line.Find(macro), $"no macro is named `{macro}`", Nearest.Hint(macro, macros));

    internal static Diagnostic UnknownReportModel(ReportSettings report, IEnumerable<string> models) => new(
        "SLUICE5018", Severity.Error, $"the report `{report.Name}` shows `{report.Model}`, and no model or seed is named so", report.Source, report.Span,
        Nearest.Hint(report.Model, models));

    internal static Diagnostic DeferWithoutState(CommandText line) => line.Error(
        "SLUICE5040", line.Find("--defer"), "`--defer` reads from an earlier state, and none is given", "name the folder of its artifacts with `--state`");

    internal static Diagnostic NoStateFolder(CommandText line, string given, string folder) => line.Error(
        "SLUICE5041", line.Find(given), $"there is no folder {folder}, which should hold the artifacts of an earlier state", "`--state` counts from the project's folder");

    internal static Diagnostic NothingToRetry(CommandText line, string folder) => line.Error(
        "SLUICE5042", -1, $"there is no earlier command to retry: {folder} holds no run_results.json", "run a command such as `sluice build` first; `--state` names another folder");

    internal static Diagnostic BrokenResults(CommandText line, string path) => line.Error(
        "SLUICE5042", -1, $"{path} holds no results of a run", "run a command such as `sluice build`, which writes it anew");

    internal static Diagnostic CannotRetry(CommandText line, string? command, IEnumerable<string> commands) => line.Error(
        "SLUICE5043", -1, command is null ? "the earlier results do not tell which command they are of" : $"`{command}` cannot be retried", $"{string.Join(", ", commands)} can be");

    /// <summary>The one of several things that a word names.</summary>
    /// <exception cref="DiagnosticException">It names none.</exception>
    internal static T OneOf<T>(string word, IReadOnlyList<T> things, Func<T, string> name, string what, CommandText line) =>
        things.FirstOrDefault(thing => name(thing) == word) ?? throw new DiagnosticException(line.Error(
            "SLUICE5004", line.Find(word), $"the {what} must be one of {string.Join(", ", things.Select(name))}, found `{word}`", Nearest.Hint(word, things.Select(name))));

    internal static Diagnostic NoDocs(CommandText line, string folder) => line.Error(
        "SLUICE5030", line.Find("serve"), $"there is no documentation in {folder}", "write it first: sluice docs generate");

    internal static Diagnostic PortIsTaken(CommandText line, int port, string reason) => line.Error(
        "SLUICE5031", line.FindLast(["--port"]), $"the port {port} cannot be listened on: {Sentence(reason)}", "choose another one with --port");

    /// <summary>The file system refused; the system's message names the path.</summary>
    internal static Diagnostic Unreachable(CommandText line, Exception error) =>
        line.Error("SLUICE5006", -1, Sentence(error.Message), error is UnauthorizedAccessException ? "check who may read and write there" : null);

    internal static Diagnostic Unforeseen(CommandText line, Exception error, string path) =>
        line.Error("SLUICE5099", -1, $"an error in sluice itself: {error.GetType().Name}: {error.Message.Split('\n')[0].TrimEnd()}", $"please report it with {path}");

    /// <summary>A foreign message in the form of ours: lower case, no full stop, values in backticks.</summary>
    internal static string Sentence(string message) =>
        string.Concat(char.ToLowerInvariant(message[0]).ToString(), message.AsSpan(1)).TrimEnd('.').Replace('\'', '`');
}
