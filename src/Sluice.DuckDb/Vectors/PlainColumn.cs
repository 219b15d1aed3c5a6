using System.Runtime.CompilerServices;

namespace Sluice.DuckDb.Vectors;

/// <summary>
/// A column of a chunk whose values can be taken as they lie there: of the type that is asked for, and none of them NULL. Each field is
/// the address behind the last value, or null where the column is not of that kind: one comparison then does for type and NULL,
/// and rows that count from the negative number of rows up to 0 need no other end.
/// </summary>
internal readonly unsafe struct PlainColumn
{
    internal readonly long* Int64End;
    internal readonly int* Int32End;
    internal readonly double* DoubleEnd;

    internal PlainColumn(ColumnVector vector, long rows)
    {
        if (vector.Validity != null)
        {
            return;
        }

        switch (vector.Kind)
        {
            case DuckDbTypeKind.BigInt:
                Int64End = (long*)vector.Data + rows;
                break;
            case DuckDbTypeKind.Integer:
                Int32End = (int*)vector.Data + rows;
                break;
            case DuckDbTypeKind.Double:
                DoubleEnd = (double*)vector.Data + rows;
                break;
        }
    }
}

/// <summary>The first columns of a result, inside their reader: what is read ten million times should be found without a detour.</summary>
[InlineArray(Count)]
internal struct PlainColumns
{
    internal const int Count = 16;

    private PlainColumn _first;

    /// <summary>Takes the addresses in the chunk that the vectors are attached to, for as many of its rows as are wanted.</summary>
    internal void Set(ColumnVector[] vectors, long rows)
    {
        for (var index = 0; index < Math.Min(vectors.Length, Count); index++)
        {
            this[index] = new(vectors[index], rows);
        }
    }
}
