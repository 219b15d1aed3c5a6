namespace Sluice.Graph;

/// <summary>A row whose values have the types of their columns.</summary>
/// <param name="Number">Its place in the source, from 1.</param>
/// <param name="Values">In the order of the element's columns: string, long, double, bool, DateOnly, DateTimeOffset, string[] or null.</param>
/// <param name="Hash">Of the properties.</param>
/// <param name="Source">The database's own hash of the row as its query gave it; null where it came another way.</param>
/// <param name="Loaded">What is loaded of it, where the database has compared it; null where that is nothing.</param>
internal readonly record struct GraphRow(long Number, object?[] Values, long Hash, ulong? Source = null, LoadedRow? Loaded = null);
