using System.Reflection;

namespace Sluice.Hosting.Rows;

/// <summary>One column of a record.</summary>
/// <param name="Name">Its name in the table.</param>
/// <param name="SqlType">Its DuckDB type; null where the property's type fits none.</param>
/// <param name="Property">The property that holds it.</param>
/// <param name="IsNullable">True where the property takes null.</param>
internal sealed record RowColumn(string Name, string? SqlType, PropertyInfo Property, bool IsNullable);
