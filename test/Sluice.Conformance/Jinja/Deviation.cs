namespace Sluice.Conformance.Jinja;

/// <summary>A case in which this engine differs from Jinja2 on purpose.</summary>
/// <param name="Ours">What it does instead: the output, or the error's kind and place.</param>
/// <param name="Reason">Why that is better for the user, or why Jinja2's way is an accident.</param>
internal sealed record Deviation(string Ours, string Reason)
{
    private const string ExactLine = "Jinja2 names the line of a neighbour; ours is the line of the mistake";

    /// <summary>All of them by the id of the case.</summary>
    internal static IReadOnlyDictionary<string, Deviation> All { get; } = new Dictionary<string, Deviation>(StringComparer.Ordinal)
    {
        ["autoescape/all: safe then plain"] = new(
            "<&lt;&lt;<",
            "Jinja2 folds constants before it looks at `safe`: with variables in place of the literals it prints what ours does"),
        ["errors/runtime: an error in a with"] = new("Runtime error in main at line 2", ExactLine),
        ["errors/runtime: an error on the first line of a long output"] = new("Runtime error in main at line 1", ExactLine),
        ["errors/syntax: an error in a multi-line call"] = new("Syntax error in main at line 3", ExactLine),
        ["errors/syntax: block required with content"] = new(
            "Syntax error in main at line 1", "Jinja2 names the line of the block's end; ours is the line that says `required`"),
        ["errors/syntax: a tag that is never closed, far from the end"] = new(
            "Syntax error in main at line 1", "Jinja2 names the line where the template ends; ours is the line of the tag that is open"),
        ["templates/include-import: include without context in a block set"] = new(
            "-a[]b-", "Jinja2 prints the included text at once, past the block that collects it"),
        ["templates/inheritance: two extends"] = new("Runtime error in main at line 2", ExactLine),
        ["expressions/literals: '\\N{BULLET}'"] = new(
            "Syntax error in main at line 1", "the names of Unicode's characters are a table of megabytes; the message says so"),
        ["formatting/numbers: (-8) ** (1 / 3)"] = new(
            "Runtime error in main at line 1", "there are no complex numbers here: SQL has no use for them"),
        ["globals/all: range(10 ** 20, 10 ** 20 + 2) | list"] = new(
            "Runtime error in main at line 1", "a range counts in 64 bits"),
        ["sandbox/all: a dunder attribute of undefined"] = new(
            "Undefined error in main at line 1", "no name is special: an attribute of an undefined value is an error, whatever it is called"),
        ["sandbox/all: format cannot reach hidden attributes"] = new(
            "Undefined error in main at line 1", "what is hidden does not exist, so the format fails as for any other missing attribute"),
        ["sandbox/all: a range that is too long"] = new(
            "1000000", "a range takes no room; what is limited is how often a loop goes round (JinjaLimits.MaxLoopIterations)"),
        ["statements/if-set-with: filter block that gives a number"] = new(
            "3", "Jinja2 stumbles when it joins the output; ours prints the value as an output tag does"),
        ["statements/if-set-with: filter block that gives a list"] = new(
            "['a', 'b', 'c']", "Jinja2 stumbles when it joins the output; ours prints the value as an output tag does"),
    };
}
