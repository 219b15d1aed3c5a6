using System.Collections.Immutable;
using System.CommandLine;
using Sluice.Cli.Invocation;
using Sluice.Diagnostics;

namespace Sluice.Cli.Options;

/// <summary>The options that say which nodes are meant, in dbt's selection syntax.</summary>
internal sealed class SelectionOptions
{
    private static readonly string[] Types =
        ["model", "seed", "test", "snapshot", "source", "exposure", "analysis", "unit_test", "operation", "metric", "semantic_model", "saved_query", "all", "default"];

    private static readonly string[] Modes = ["eager", "cautious", "buildable", "empty"];

    private readonly Option<string[]> _select = Many("--select", "Nodes to take: a name, tag:x, path:x, +x, x+…", "expression", "-s", "--models", "--model", "-m");
    private readonly Option<string[]> _exclude = Many("--exclude", "Nodes to leave out.", "expression");
    private readonly Option<string[]> _types = Many("--resource-type", "Kinds to take: model, seed, test, snapshot, source…", "kind", "--resource-types");
    private readonly Option<string[]> _notTypes = Many("--exclude-resource-type", "Kinds to leave out.", "kind", "--exclude-resource-types");
    private readonly Option<string?> _selector = new("--selector") { Description = "A selector of selectors.yml.", HelpName = "name" };
    private readonly Option<string?> _indirect = new("--indirect-selection") { Description = "Which tests follow their models: eager, cautious, buildable or empty.", HelpName = "mode" };

    private readonly StateOptions _state = new();

    internal void AddTo(Command command)
    {
        foreach (var option in (ReadOnlySpan<Option>)[_select, _exclude, _types, _notTypes, _selector, _indirect])
        {
            command.Options.Add(option);
        }

        _state.AddTo(command);
    }

    /// <summary>Reads the values.</summary>
    /// <exception cref="DiagnosticException">A kind or a mode does not exist.</exception>
    internal SelectionSettings Read(ParseResult parsed, CommandText line, CommandHost host)
    {
        var environment = host.EnvironmentFlags;
        var problems = new DiagnosticBag();
        var settings = new SelectionSettings
        {
            Select = Values(parsed, _select) is { IsEmpty: true } && parsed.GetResult(_select) is { Implicit: false } ? [""] : Values(parsed, _select), // `--select "$NONE"` is nothing, not all
            Exclude = Values(parsed, _exclude),
            Types = OneOf(Values(parsed, _types, environment.Text("RESOURCE_TYPES")), Types, _types, line, problems),
            NotTypes = OneOf(Values(parsed, _notTypes, environment.Text("EXCLUDE_RESOURCE_TYPES")), Types, _notTypes, line, problems),
            Selector = parsed.GetValue(_selector),
            Indirect = OneOf([parsed.GetValue(_indirect) ?? environment.Text("INDIRECT_SELECTION") ?? "eager"], Modes, _indirect, line, problems)[0],
            State = _state.Read(parsed, line, environment),
        };
        problems.ThrowIfErrors();
        return settings;
    }

    /// <summary>True where <c>--resource-type</c> names a kind.</summary>
    internal bool Names(ParseResult parsed, string type) => Values(parsed, _types).Any(given => given == type || given == "all");

    private static Option<string[]> Many(string name, string description, string value, params string[] aliases) => new(name, aliases)
    {
        Description = description,
        HelpName = value,
        Arity = ArgumentArity.OneOrMore,
        AllowMultipleArgumentsPerToken = true,
    };

    // dbt: spaces separate expressions inside one argument as between arguments.
    private static ImmutableArray<string> Values(ParseResult parsed, Option<string[]> option, string? fallback = null) =>
    [
        .. (parsed.GetResult(option) is { Implicit: false } ? parsed.GetValue(option) ?? [] : fallback is null ? [] : [fallback])
            .SelectMany(value => value.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)),
    ];

    private static ImmutableArray<string> OneOf(
        ImmutableArray<string> values, string[] allowed, Option option, CommandText line, DiagnosticBag problems)
    {
        foreach (var value in values.Where(value => !allowed.Contains(value, StringComparer.Ordinal)))
        {
            problems.Add(UsageErrors.BadValue(
                line, line.Find(value), $"`{option.Name}` has no value `{value}`", Nearest.Hint(value, allowed) ?? $"one of {string.Join(", ", allowed)}"));
        }

        return values;
    }
}

/// <summary>Which nodes are meant; everything where nothing is given.</summary>
internal sealed record SelectionSettings
{
    internal ImmutableArray<string> Select { get; init; } = [];

    internal ImmutableArray<string> Exclude { get; init; } = [];

    internal ImmutableArray<string> Types { get; init; } = [];

    internal ImmutableArray<string> NotTypes { get; init; } = [];

    internal string? Selector { get; init; }

    internal string Indirect { get; init; } = "eager";

    internal StateSettings State { get; init; } = new();
}
