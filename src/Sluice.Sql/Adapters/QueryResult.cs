using System.Collections.Immutable;

namespace Sluice.Sql.Adapters;

/// <summary>The rows that a statement returned, read whole. Immutable.</summary>
/// <param name="Columns">The columns in their order; names may repeat.</param>
/// <param name="Rows">
/// The rows; each holds one value a column: null, bool, long, <see cref="System.Numerics.BigInteger"/>, double, decimal, string,
/// <see cref="DateOnly"/>, <see cref="DateTime"/>, <see cref="DateTimeOffset"/>, <see cref="TimeOnly"/>, or text for any other type.
/// </param>
public sealed record QueryResult(ImmutableArray<CatalogColumn> Columns, ImmutableArray<object?[]> Rows)
{
    /// <summary>No column, no row.</summary>
    public static QueryResult Empty { get; } = new([], []);

    /// <summary>The first value of the first row; null where there is none.</summary>
    public object? Scalar => Rows.Length > 0 && Rows[0].Length > 0 ? Rows[0][0] : null;
}
