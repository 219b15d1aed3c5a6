namespace Sluice.Graph;

/// <summary>A column of an element's table.</summary>
/// <param name="Name">As it is, not quoted.</param>
/// <param name="Type">DuckDB's type.</param>
/// <param name="IsRequired">Whether each row has a value.</param>
internal sealed record TableColumn(string Name, string Type, bool IsRequired);
