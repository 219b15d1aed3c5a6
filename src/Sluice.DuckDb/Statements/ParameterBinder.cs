using Sluice.DuckDb.Errors;
using Sluice.DuckDb.Native;
using Sluice.DuckDb.Values;

namespace Sluice.DuckDb.Statements;

/// <summary>
/// Binds values. A value that fits the expected type takes it, because DuckDB plans a statement again whenever the type of a
/// parameter changes.
/// </summary>
internal static unsafe class ParameterBinder
{
    internal static void Bind(PreparedStatement statement, int index, object? value)
    {
        var place = (ulong)index + 1;
        var state = Bind(statement.Handle, place, value, statement.Parameters[index].Type);
        if (state != DuckDbState.Success)
        {
            var message = Utf8.Borrowed(NativeMethods.PrepareError(statement.Handle));
            throw DuckDbErrors.FromStatement(message ?? $"Invalid Input Error: could not bind the value of ${statement.Parameters[index].Name}", sql: null);
        }
    }

    private static DuckDbState Bind(StatementHandle statement, ulong place, object? value, DuckDbType type)
    {
        switch (value)
        {
            case null or DBNull:
                return NativeMethods.BindNull(statement, place);
            case bool truth:
                return NativeMethods.BindBoolean(statement, place, truth ? (byte)1 : (byte)0);
            case int number:
                return BindInteger(statement, place, number, type, DuckDbTypeKind.Integer);
            case long number:
                return BindInteger(statement, place, number, type, DuckDbTypeKind.BigInt);
            case double number when type.Kind != DuckDbTypeKind.Float:
                return NativeMethods.BindDouble(statement, place, number);
            case string text when type.Kind != DuckDbTypeKind.Enum:
                return BindText(statement, place, text);
            case decimal number:
                var (fitted, precision) = NativeValues.FitDecimal(DuckDbDecimal.From(number), type);
                return NativeMethods.BindDecimal(statement, place, new((byte)precision, fitted.Scale, new(fitted.Unscaled)));
            case DateTime time when type.Kind == DuckDbTypeKind.Timestamp:
                return NativeMethods.BindTimestamp(statement, place, CivilTime.Micros(time));
            case DateOnly date:
                return NativeMethods.BindDate(statement, place, DuckDbDate.From(date).Days);
            case byte[] bytes:
                return BindBlob(statement, place, bytes);
            default:
                using (var native = NativeValues.Create(value, type))
                {
                    return NativeMethods.BindValue(statement, place, native);
                }
        }
    }

    private static DuckDbState BindInteger(StatementHandle statement, ulong place, long number, DuckDbType type, DuckDbTypeKind own)
    {
        switch (type.Kind)
        {
            case DuckDbTypeKind.BigInt:
                return NativeMethods.BindInt64(statement, place, number);
            case DuckDbTypeKind.Integer when number is >= int.MinValue and <= int.MaxValue:
                return NativeMethods.BindInt32(statement, place, (int)number);
            case DuckDbTypeKind.Unknown or DuckDbTypeKind.Any or DuckDbTypeKind.SqlNull:
                return own == DuckDbTypeKind.Integer
                    ? NativeMethods.BindInt32(statement, place, (int)number)
                    : NativeMethods.BindInt64(statement, place, number);
            default:
                using (var native = NativeValues.Create(own == DuckDbTypeKind.Integer ? (object)(int)number : number, type))
                {
                    return NativeMethods.BindValue(statement, place, native);
                }
        }
    }

    private static DuckDbState BindText(StatementHandle statement, ulong place, string text)
    {
        using var encoded = new Utf8.Encoded(text, stackalloc byte[256]);
        var empty = default(byte);
        fixed (byte* first = encoded.Bytes)
        {
            return NativeMethods.BindVarchar(statement, place, first == null ? &empty : first, (ulong)encoded.Bytes.Length);
        }
    }

    private static DuckDbState BindBlob(StatementHandle statement, ulong place, byte[] bytes)
    {
        var empty = default(byte);
        fixed (byte* first = bytes)
        {
            return NativeMethods.BindBlob(statement, place, first == null ? &empty : first, (ulong)bytes.Length);
        }
    }
}
