namespace Sluice.DuckDb;

/// <summary>A UNION's value with the member that it belongs to.</summary>
/// <param name="Tag">The name of the member.</param>
/// <param name="Value">The value in that member; null for NULL.</param>
public readonly record struct DuckDbUnion(string Tag, object? Value);
