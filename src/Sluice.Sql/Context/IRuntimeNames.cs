namespace Sluice.Sql.Context;

/// <summary>
/// The names that the database's side gives to templates: <c>adapter</c>, <c>run_query</c>, <c>statement</c>, <c>load_result</c>,
/// and those of dbt's public macros that are native functions. One object per node at work, and one for parsing, when no
/// database is open and <c>execute</c> is false.
/// </summary>
public interface IRuntimeNames
{
    /// <summary>Finds the value of a name; called once per use, from the thread that renders.</summary>
    bool TryGet(string name, out object? value);

    /// <summary>What <c>is_incremental()</c> says: the relation exists as a table and is neither new nor refreshed.</summary>
    bool IsIncremental { get; }

    /// <summary>The batch that a model is rendered for: what it reads is limited to it; null for all rows.</summary>
    EventBatch? Batch => null;
}
