namespace Sluice.Sql.Context;

/// <summary>A stretch of event time that is built in one transaction.</summary>
/// <param name="Start">The first moment, UTC.</param>
/// <param name="End">The first moment after it.</param>
/// <param name="Id">dbt's name of it, such as <c>20240131</c> or <c>20240131T05</c>.</param>
/// <param name="IsFirst">True for the first one of a build.</param>
/// <param name="IsLast">True for the last one.</param>
public sealed record EventBatch(DateTime Start, DateTime End, string Id, bool IsFirst, bool IsLast)
{
    /// <summary>From its start to its end.</summary>
    public EventWindow Window => new(Start, End);

    /// <summary>The condition on a column of event time.</summary>
    public string Condition(string column) => Window.Condition(column);
}
