using System.Collections.Immutable;
using System.CommandLine;
using Sluice.Cli.Checkpoints;
using Sluice.Cli.Invocation;
using Sluice.Sql.Context;

namespace Sluice.Cli.Options;

/// <summary>The options of the commands that plan or run steps.</summary>
internal sealed class RunOptions
{
    private readonly Switch _fullRefresh = new("full-refresh", "Build incremental models and seeds from nothing.", "-f");
    private readonly Switch _failFast = new("fail-fast", "Stop at the first failure.", "-x");
    private readonly Switch _storeFailures = new("store-failures", "Keep the rows that fail a test in tables.");
    private readonly Switch _force = new("force", "Build what is unchanged too.");
    private readonly Switch _failOnWarning = new("fail-on-warning", "Let rules that warn hold back what is behind their gate.");
    private readonly Option<string[]> _letPass = new("--let-pass")
    {
        Description = "Rules of gates that are let pass, whatever they find: rule or rule@partition. Needs --reason.",
        HelpName = "rule",
        Arity = ArgumentArity.OneOrMore,
        AllowMultipleArgumentsPerToken = true,
    };

    private readonly Option<string?> _reason = new("--reason") { Description = "Why rules are let pass; kept with what they found.", HelpName = "text" };
    private readonly MomentOption _eventTimeStart = new("event-time-start", "Where the first batch of microbatch models begins. Default: each model's own.");
    private readonly MomentOption _eventTimeEnd = new("event-time-end", "Where their last batch ends. Default: now.");
    private readonly Switch _empty = new("empty", "Read no rows: every model and test runs, over tables that look empty.");
    private readonly SampleOption _sample = new();
    private readonly Option<string[]> _partitions = new("--partition", "--partitions")
    {
        Description = "Partitions to build: 2026, 2026,2027 or 2026-2029. Default: all.",
        HelpName = "keys",
        Arity = ArgumentArity.OneOrMore,
        AllowMultipleArgumentsPerToken = true,
    };

    internal void AddTo(Command command)
    {
        foreach (var option in (ReadOnlySpan<Switch>)[_fullRefresh, _failFast, _storeFailures, _force, _empty, _failOnWarning])
        {
            option.AddTo(command);
        }

        // What dbt's scripts pass and what has nothing to do here: there are no saved queries that run, and rows are shown by `sluice show`.
        foreach (var name in (ReadOnlySpan<string>)["show", "include-saved-query", "export-saved-queries"])
        {
            new Switch(name, "Accepted without effect.") { Hidden = true }.AddTo(command);
        }

        command.Options.Add(_partitions);
        command.Options.Add(_letPass);
        command.Options.Add(_reason);
        _eventTimeStart.AddTo(command);
        _eventTimeEnd.AddTo(command);
        _sample.AddTo(command);
    }

    internal RunSettings Read(ParseResult parsed, CommandText line, CommandHost host)
    {
        var environment = host.EnvironmentFlags;
        return new RunSettings
        {
            FullRefresh = _fullRefresh.Read(parsed, environment) ?? false,
            FailFast = _failFast.Read(parsed, environment) ?? false,
            StoreFailures = _storeFailures.Read(parsed, environment),
            Force = _force.Read(parsed, environment) ?? false,
            FailOnWarning = _failOnWarning.Read(parsed, environment) ?? false,
            LetPass = [.. parsed.GetValue(_letPass) ?? []],
            Reason = parsed.GetValue(_reason),
            Empty = _empty.Read(parsed, environment) ?? false,
            Sample = _sample.Read(parsed, line, host),
            EventTimeStart = _eventTimeStart.Read(parsed, line, environment),
            EventTimeEnd = _eventTimeEnd.Read(parsed, line, environment),
            Partitions = [.. (parsed.GetValue(_partitions) ?? []).SelectMany(value => value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))],
        };
    }
}

/// <summary>How steps are planned and run.</summary>
internal sealed record RunSettings
{
    internal bool FullRefresh { get; init; }

    internal bool FailFast { get; init; }

    /// <summary>Null where each test's own configuration decides.</summary>
    internal bool? StoreFailures { get; init; }

    internal bool Force { get; init; }

    /// <summary>True where a rule that warns counts as one that fails.</summary>
    internal bool FailOnWarning { get; init; }

    /// <summary>The rules that are let pass, as given: <c>rule</c> or <c>rule@partition</c>.</summary>
    internal ImmutableArray<string> LetPass { get; init; } = [];

    /// <summary>Why; null where nothing says.</summary>
    internal string? Reason { get; init; }

    /// <summary>True where what is read has no rows.</summary>
    internal bool Empty { get; init; }

    /// <summary>The event time that is read; null for all.</summary>
    internal EventWindow? Sample { get; init; }

    /// <summary>Where the first batch of microbatch models begins; null for each model's own start.</summary>
    internal DateTime? EventTimeStart { get; init; }

    /// <summary>Where their last batch ends; null for now.</summary>
    internal DateTime? EventTimeEnd { get; init; }

    /// <summary>What is built again whatever it holds; null for nothing.</summary>
    internal AgainSettings? Again { get; init; }

    /// <summary>Keys and ranges as given; empty for all.</summary>
    internal ImmutableArray<string> Partitions { get; init; } = [];
}
