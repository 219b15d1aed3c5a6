using Sluice.Cli.Invocation;
using Sluice.Diagnostics;

namespace Sluice.Cli.Comparing;

/// <summary>What can be wrong with a comparison.</summary>
internal static class CompareErrors
{
    internal static Diagnostic UnknownOperand(CommandText line, string word, IReadOnlyCollection<string> scenarios) => line.Error(
        "SLUICE5072", line.Find(word), $"`{word}` is no scenario, no database file and no folder of a run",
        Nearest.Hint(word, scenarios) ?? $"the scenarios are: {string.Join(", ", scenarios)}");

    internal static Diagnostic NoDatabase(CommandText line, string word, string path) => line.Error(
        "SLUICE5073", line.Find(word), $"`{word}` has no database yet: there is no file {path}", "run it first: `sluice run --scenario NAME`");

    internal static Diagnostic NoSummary(CommandText line, string word, string path) => line.Error(
        "SLUICE5073", line.Find(word), $"the folder `{word}` does not tell which database it is of: {path} is missing or says nothing of it",
        "name the target folder of a run, or the database file");

    internal static Diagnostic SameDatabase(CommandText line, string a, string b, string path) => line.Error(
        "SLUICE5074", line.Find(b), $"`{a}` and `{b}` are the same database: {path}",
        "a run replaces what the one before has built; keep a copy of the database file, or run each as a scenario");

    internal static Diagnostic Unreadable(CommandText line, string word, string reason) => line.Error(
        "SLUICE5075", line.Find(word), $"the database of `{word}` cannot be read: {reason}", "wait until no run is at work in it");

    internal static Diagnostic BadKey(CommandText line, string given, string problem) => line.Error(
        "SLUICE5076", line.Find(given), $"`--key {given}` {problem}", "write `--key orders=order_id` or `--key orders=order_id+line`");
}
