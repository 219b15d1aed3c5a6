namespace Sluice.Sql.Adapters;

/// <summary>A column of a relation or of a query's result.</summary>
/// <param name="Name">Spelled as the database spells it.</param>
/// <param name="Type">The database's type name, such as <c>DECIMAL(18,2)</c> or <c>VARCHAR</c>.</param>
public sealed record CatalogColumn(string Name, string Type);
