using System.Collections.Immutable;
using Sluice.Diagnostics;
using Sluice.Runs;
using Sluice.Sql.Adapters;
using Sluice.Sql.Operations;
using Sluice.Sql.Prerequisites;
using Sluice.Sql.Project;

namespace Sluice.Sql.Rules;

/// <summary>Looks at the rules of gates and at the prerequisites of stages. Safe to use from several threads.</summary>
/// <param name="adapter">The database.</param>
/// <param name="project">The project; it has a sluice.yml.</param>
/// <param name="settings">What the command line says.</param>
/// <param name="history">What was found earlier.</param>
/// <param name="time">The clock that ages are told by.</param>
public sealed class StageChecks(ISqlAdapter adapter, SqlProject project, RunSettings settings, IVerdictHistory history, TimeProvider time)
{
    private readonly ImmutableDictionary<string, RuleSettings> _rules = project.Settings!.Rules.ToImmutableDictionary(rule => rule.Name, StringComparer.Ordinal);

    /// <summary>Looks at every rule of a stage's gate, in their order. A rule that cannot be looked at is an error that says why.</summary>
    /// <param name="stage">The stage.</param>
    /// <param name="context">The gate's step: its partition and run.</param>
    /// <param name="cancellationToken">Interrupts the queries.</param>
    /// <exception cref="DatabaseException">No session could be opened.</exception>
    public async Task<ImmutableArray<Verdict>> CheckGateAsync(StageSettings stage, StepContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(stage);
        ArgumentNullException.ThrowIfNull(context);
        var rules = stage.Gate.Select(name => _rules[name]).ToList();
        var place = PlaceOf(context, cancellationToken) with { Missing = new MissingValues(rules) };
        await using var session = await adapter.OpenSessionAsync(cancellationToken);
        var verdicts = ImmutableArray.CreateBuilder<Verdict>(rules.Count);
        foreach (var rule in rules)
        {
            verdicts.Add(await CheckAsync(place, rule, session));
        }

        return verdicts.ToImmutable();
    }

    /// <summary>Looks at every prerequisite of a stage, in their order. One that cannot be looked at is an error that says why.</summary>
    /// <param name="stage">The stage.</param>
    /// <param name="context">The step of the prerequisites: its partition and run.</param>
    /// <param name="cancellationToken">Interrupts the queries.</param>
    /// <exception cref="DatabaseException">No session could be opened.</exception>
    public async Task<ImmutableArray<Verdict>> CheckPrerequisitesAsync(StageSettings stage, StepContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(stage);
        ArgumentNullException.ThrowIfNull(context);
        var checks = new PrerequisiteChecks(PlaceOf(context, cancellationToken), history);
        await using var session = await adapter.OpenSessionAsync(cancellationToken);
        var verdicts = ImmutableArray.CreateBuilder<Verdict>(stage.Requires.Length);
        foreach (var prerequisite in stage.Requires)
        {
            verdicts.Add(await checks.CheckAsync(prerequisite, session));
        }

        return verdicts.ToImmutable();
    }

    private CheckPlace PlaceOf(StepContext context, CancellationToken cancel) => new(project, adapter, settings, context, time.GetUtcNow(), cancel);

    private async Task<Verdict> CheckAsync(CheckPlace place, RuleSettings rule, ISqlSession session)
    {
        var kind = RuleKind.All[rule.Kind];
        if (kind == TestRule.Kind)
        {
            return await DataTestCheck.RunAsync(place, rule, new NodeRunner(adapter, project.Templates, settings, time));
        }

        var earlier = await EarlierValues.FindAsync(history, place, rule, place.Cancel);
        var work = new RuleWork(place, rule, session, earlier);
        try
        {
            return Judgement.Of(rule, kind, await session.RunAsync(() => kind.Look(work), place.Cancel));
        }
        catch (Exception error) when (Reason.Of(error) is { } reason)
        {
            return Judgement.Failed(rule, reason);
        }
    }
}

/// <summary>Says why something could not be looked at.</summary>
internal static class Reason
{
    /// <summary>The text of an error in a rule, its template or its SQL; null for any other.</summary>
    internal static string? Of(Exception error) => error switch
    {
        DatabaseException database => Text(database),
        DiagnosticException { InnerException: DatabaseException database } => Text(database),
        DiagnosticException { Diagnostics: [var first, ..] } => Of(first),
        RuleException rule => rule.Message,
        _ => null,
    };

    internal static string Of(Diagnostic diagnostic) => diagnostic.Hint is { } hint ? $"{diagnostic.Message} ({hint})" : diagnostic.Message;

    // The first line says it; those that quote the SQL are for logs.
    private static string Text(DatabaseException error)
    {
        var lines = error.Detail.Split('\n').Select(line => line.Trim().TrimEnd('!', '.')).Where(line => line.Length > 0)
            .TakeWhile(line => !line.StartsWith("LINE ", StringComparison.Ordinal)).ToList();
        return $"{error.Kind}: {string.Join("; ", lines)}";
    }
}
