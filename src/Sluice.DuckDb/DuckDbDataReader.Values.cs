using System.Runtime.CompilerServices;
using Sluice.DuckDb.Results;
using Sluice.DuckDb.Vectors;

namespace Sluice.DuckDb;

/// <content>The values of the current row.</content>
public sealed partial class DuckDbDataReader
{
    /// <inheritdoc/>
    public override object this[int ordinal] => GetValue(ordinal);

    /// <inheritdoc/>
    public override object this[string name] => GetValue(GetOrdinal(name));

    /// <summary>The current row in its chunk.</summary>
    private long Row => _rows + _row;

    /// <inheritdoc/>
    public override bool GetBoolean(int ordinal) => Get<bool>(ordinal);

    /// <inheritdoc/>
    public override byte GetByte(int ordinal) => Get<byte>(ordinal);

    /// <inheritdoc/>
    public override short GetInt16(int ordinal) => Get<short>(ordinal);

    /// <summary>The value of an integer of any width, or a DECIMAL without a fraction, that fits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public override unsafe int GetInt32(int ordinal)
    {
        if ((uint)ordinal < PlainColumns.Count && _plain[ordinal].Int32End is var end && end != null)
        {
            var value = end[_row];
            GC.KeepAlive(this); // the chunk lives as long as its reader
            return value;
        }

        return GetOther<int>(ordinal, DuckDbTypeKind.Integer);
    }

    /// <summary>The value of an integer of any width, or a DECIMAL without a fraction, that fits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public override unsafe long GetInt64(int ordinal)
    {
        if ((uint)ordinal < PlainColumns.Count && _plain[ordinal].Int64End is var end && end != null)
        {
            var value = end[_row];
            GC.KeepAlive(this);
            return value;
        }

        return GetOther<long>(ordinal, DuckDbTypeKind.BigInt);
    }

    /// <inheritdoc/>
    public override float GetFloat(int ordinal) => Get<float>(ordinal);

    /// <summary>The value of a DOUBLE, a FLOAT, an integer that a double holds exactly, or the double nearest to a DECIMAL.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public override unsafe double GetDouble(int ordinal)
    {
        if ((uint)ordinal < PlainColumns.Count && _plain[ordinal].DoubleEnd is var end && end != null)
        {
            var value = end[_row];
            GC.KeepAlive(this);
            return value;
        }

        return GetOther<double>(ordinal, DuckDbTypeKind.Double);
    }

    /// <summary>The value of a DECIMAL or an integer that fits <see cref="decimal"/>.</summary>
    public override decimal GetDecimal(int ordinal) => Get<decimal>(ordinal);

    /// <summary>The text of a VARCHAR, JSON, ENUM, UUID or BIT.</summary>
    public override string GetString(int ordinal) => Get<string>(ordinal);

    /// <inheritdoc/>
    public override char GetChar(int ordinal) => Get<char>(ordinal);

    /// <inheritdoc/>
    public override Guid GetGuid(int ordinal) => Get<Guid>(ordinal);

    /// <summary>The value of a TIMESTAMP of any unit, a TIMESTAMPTZ (in UTC) or a DATE.</summary>
    /// <exception cref="OverflowException">Infinite, or outside the years 1 to 9999; read it as <see cref="DuckDbTimestamp"/>.</exception>
    public override DateTime GetDateTime(int ordinal) => Get<DateTime>(ordinal);

    /// <inheritdoc/>
    public override Stream GetStream(int ordinal) => Get<Stream>(ordinal);

    /// <inheritdoc/>
    public override TextReader GetTextReader(int ordinal) => Get<TextReader>(ordinal);

    /// <inheritdoc/>
    public override long GetBytes(int ordinal, long dataOffset, byte[]? buffer, int bufferOffset, int length) =>
        FieldParts.Copy(NotNull(ordinal).ReadBytes(Row), dataOffset, buffer, bufferOffset, length);

    /// <inheritdoc/>
    public override long GetChars(int ordinal, long dataOffset, char[]? buffer, int bufferOffset, int length) =>
        FieldParts.Copy(NotNull(ordinal).ReadString(Row).AsSpan(), dataOffset, buffer, bufferOffset, length);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public override bool IsDBNull(int ordinal) => Field(ordinal).IsNull(Row);

    /// <summary>The value in the type of <see cref="GetFieldType"/>; <see cref="DBNull"/> for NULL.</summary>
    public override object GetValue(int ordinal)
    {
        var vector = Field(ordinal);
        return vector.IsNull(Row) ? DBNull.Value : vector.GetValue(Row);
    }

    /// <inheritdoc/>
    public override int GetValues(object[] values)
    {
        ArgumentNullException.ThrowIfNull(values);
        var count = Math.Min(values.Length, FieldCount);
        for (var index = 0; index < count; index++)
        {
            values[index] = GetValue(index);
        }

        return count;
    }

    /// <summary>
    /// The value as any type that holds it: numbers of every width, <see cref="Nullable{T}"/>, enums by name, <c>List&lt;T&gt;</c>, <c>T[]</c>,
    /// <c>Dictionary&lt;K, V&gt;</c>, and the types of this namespace, which hold every value of theirs.
    /// </summary>
    /// <exception cref="InvalidCastException">The column has another type, or is NULL where T has no null.</exception>
    /// <exception cref="OverflowException">The value does not fit T.</exception>
    public override T GetFieldValue<T>(int ordinal)
    {
        // The compiler keeps one of these for each T, and boxes nothing.
        if (typeof(T) == typeof(long))
        {
            return (T)(object)GetInt64(ordinal);
        }

        if (typeof(T) == typeof(int))
        {
            return (T)(object)GetInt32(ordinal);
        }

        if (typeof(T) == typeof(double))
        {
            return (T)(object)GetDouble(ordinal);
        }

        return typeof(T) == typeof(object) ? (T)GetValue(ordinal) : Get<T>(ordinal);
    }

    /// <summary>What is not plain: another type, a NULL in the chunk, no such column, no row.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private unsafe T GetOther<T>(int ordinal, DuckDbTypeKind plain)
        where T : unmanaged
    {
        var vector = Field(ordinal);
        return vector.Kind == plain && !vector.IsNull(Row) ? ((T*)vector.Data)[Row] : Get<T>(ordinal);
    }

    private T Get<T>(int ordinal)
    {
        var vector = Field(ordinal);
        return !vector.IsNull(Row) || FieldAccess<T>.TakesNull
            ? FieldAccess<T>.Read(vector, Row)
            : throw Null(ordinal);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ColumnVector Field(int ordinal)
    {
        var current = _current;
        return (uint)ordinal < (uint)current.Length ? current[ordinal] : throw NoField(ordinal);
    }

    private ColumnVector NotNull(int ordinal)
    {
        var vector = Field(ordinal);
        return vector.IsNull(Row) ? throw Null(ordinal) : vector;
    }

    private InvalidOperationException NoField(int ordinal)
    {
        _ = Columns.Vector(ordinal);
        return new(Ended ? "the reader is after the last row" : "the reader is before the first row; call Read first");
    }

    private InvalidCastException Null(int ordinal) =>
        new($"the column '{_columns.Name(ordinal)}' is NULL; ask IsDBNull first, or read a nullable type");
}
