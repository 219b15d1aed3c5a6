using Sluice.Runs;
using Sluice.Sql.Adapters;
using Sluice.Sql.Project;
using Sluice.Sql.Rules;

namespace Sluice.Sql.Prerequisites;

/// <summary>Looks at what a stage needs before it begins.</summary>
/// <param name="place">The stage's partition and run.</param>
/// <param name="history">What gates found.</param>
internal sealed class PrerequisiteChecks(CheckPlace place, IVerdictHistory history)
{
    internal async Task<Verdict> CheckAsync(PrerequisiteSettings prerequisite, ISqlSession session)
    {
        try
        {
            var outcome = prerequisite.Kind == PrerequisiteKind.PreviousPartition
                ? await PreviousPartition.LookAsync(place, history)
                : await session.RunAsync(() => Look(prerequisite, session), place.Cancel);
            return new Verdict(prerequisite.Name, KindOf(prerequisite), outcome.Holds ? VerdictStatus.Pass : VerdictStatus.Error, outcome.Message) { Value = outcome.Value };
        }
        catch (Exception error) when (Reason.Of(error) is { } reason)
        {
            return new Verdict(prerequisite.Name, KindOf(prerequisite), VerdictStatus.Error, $"could not be checked: {reason}");
        }
    }

    private PrerequisiteOutcome Look(PrerequisiteSettings prerequisite, ISqlSession session) => prerequisite.Kind switch
    {
        PrerequisiteKind.Row => RequiredRows.Look(place, session, prerequisite),
        PrerequisiteKind.NotEmpty => RequiredRows.Look(place, session, prerequisite),
        PrerequisiteKind.Relation => RequiredRelation.Look(place, session, prerequisite),
        PrerequisiteKind.Sql => RequiredSql.Look(place, session, prerequisite),
        _ => RequiredFile.Look(place, session, prerequisite),
    };

    private static string KindOf(PrerequisiteSettings prerequisite) => prerequisite.Kind switch
    {
        PrerequisiteKind.PreviousPartition => "previous_partition_complete",
        PrerequisiteKind.Row => "row",
        PrerequisiteKind.NotEmpty => "not_empty",
        PrerequisiteKind.Relation => "relation",
        PrerequisiteKind.Sql => "sql",
        _ => "file",
    };
}

/// <summary>What was found of a prerequisite.</summary>
/// <param name="Holds">True where the stage may begin.</param>
/// <param name="Message">What was expected and found.</param>
/// <param name="Value">The number that was found; null for none.</param>
internal sealed record PrerequisiteOutcome(bool Holds, string Message, double? Value = null);
