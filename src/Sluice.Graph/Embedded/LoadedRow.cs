namespace Sluice.Graph;

/// <summary>What an element's table has in the place of a row that comes again.</summary>
/// <param name="Row">Its row id.</param>
/// <param name="Hash">Of its properties.</param>
/// <param name="IsSame">Whether it came from a row that DuckDB hashes to the same.</param>
internal readonly record struct LoadedRow(long Row, long Hash, bool IsSame);

/// <summary>What an element's table has and no row stands for any more.</summary>
/// <param name="Row">Its row id.</param>
/// <param name="Key">The first column of its identity: a node's key.</param>
internal readonly record struct GoneRow(long Row, object Key);
