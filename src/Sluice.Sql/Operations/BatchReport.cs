namespace Sluice.Sql.Operations;

/// <summary>How a batch of a microbatch model ended.</summary>
/// <param name="UniqueId">The model.</param>
/// <param name="Start">Where the batch begins, UTC.</param>
/// <param name="End">Where it ends, UTC.</param>
/// <param name="Succeeded">True where its rows are committed.</param>
public sealed record BatchReport(string UniqueId, DateTime Start, DateTime End, bool Succeeded);
