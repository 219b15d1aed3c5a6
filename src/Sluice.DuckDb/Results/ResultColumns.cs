using Sluice.DuckDb.Native;
using Sluice.DuckDb.Vectors;

namespace Sluice.DuckDb.Results;

/// <summary>The columns of one result: their names, and the vectors that read them.</summary>
internal sealed class ResultColumns
{
    private readonly string[] _names;
    private Dictionary<string, int>? _ordinals;

    private ResultColumns(string[] names, ColumnVector[] vectors)
    {
        _names = names;
        Vectors = vectors;
    }

    internal static ResultColumns None { get; } = new([], []);

    internal int Count => _names.Length;

    internal ColumnVector[] Vectors { get; }

    internal static unsafe ResultColumns Of(ResultHandle result)
    {
        var count = NativeMethods.ColumnCount(result.Pointer);
        var names = new string[count];
        var vectors = new ColumnVector[count];
        for (var index = 0UL; index < count; index++)
        {
            names[index] = Utf8.Borrowed(NativeMethods.ColumnName(result.Pointer, index))!;
            vectors[index] = ColumnVectors.Create(DuckDbType.Read(NativeMethods.ColumnLogicalType(result.Pointer, index)));
        }

        return new(names, vectors);
    }

    /// <summary>The columns that a statement will give.</summary>
    internal static ResultColumns Of(StatementHandle statement)
    {
        var count = NativeMethods.StatementColumnCount(statement);
        var names = new string[count];
        var vectors = new ColumnVector[count];
        for (var index = 0UL; index < count; index++)
        {
            names[index] = Utf8.Owned(NativeMethods.StatementColumnName(statement, index))!;
            vectors[index] = ColumnVectors.Create(DuckDbType.Read(NativeMethods.StatementColumnType(statement, index)));
        }

        return new(names, vectors);
    }

    internal string Name(int ordinal) => _names[Checked(ordinal)];

    internal ColumnVector Vector(int ordinal) => Vectors[Checked(ordinal)];

    /// <summary>The first column of that name, by letter case where that decides.</summary>
    internal int Ordinal(string name)
    {
        var exact = Array.IndexOf(_names, name);
        if (exact >= 0)
        {
            return exact;
        }

        _ordinals ??= Index();
        return _ordinals.TryGetValue(name, out var ordinal)
            ? ordinal
            : throw new IndexOutOfRangeException($"the result has no column '{name}'; it has {string.Join(", ", _names)}");
    }

    internal IEnumerable<DuckDbColumn> Describe() =>
        Vectors.Select((vector, index) => new DuckDbColumn(index, _names[index], vector.Type, vector.FieldType));

    internal void Attach(nint chunk) => Attach(Vectors, chunk);

    /// <summary>Lets vectors read a chunk, from now on.</summary>
    internal static void Attach(ColumnVector[] vectors, nint chunk)
    {
        for (var index = 0; index < vectors.Length; index++)
        {
            vectors[index].Attach(NativeMethods.DataChunkVector(chunk, (ulong)index));
        }
    }

    private int Checked(int ordinal) => (uint)ordinal < (uint)_names.Length
        ? ordinal
        : throw new IndexOutOfRangeException($"the result has no column {ordinal}; its {_names.Length} columns count from 0");

    private Dictionary<string, int> Index()
    {
        var ordinals = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        for (var index = 0; index < _names.Length; index++)
        {
            ordinals.TryAdd(_names[index], index);
        }

        return ordinals;
    }
}
