namespace Sluice.DuckDb;

/// <summary>How far a running statement is.</summary>
/// <param name="Percentage">0 to 100, DuckDB's estimate; null while it has none, which is so for the whole of some queries.</param>
/// <param name="RowsProcessed">Rows that the scans have delivered.</param>
/// <param name="TotalRows">Rows that they are expected to deliver.</param>
public readonly record struct DuckDbQueryProgress(double? Percentage, long RowsProcessed, long TotalRows);
