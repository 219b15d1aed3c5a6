using System.Linq.Expressions;
using System.Reflection;
using Sluice.DuckDb;

namespace Sluice.Hosting.Rows;

/// <summary>Appends rows of a record type to a table that has its columns; compiled once for each type.</summary>
internal static class RowWriter<T>
{
    private static readonly MethodInfo[] Appends = [.. typeof(DuckDbAppender).GetMethods().Where(method => method.Name == nameof(DuckDbAppender.Append) && method.GetParameters().Length == 1)];

    /// <summary>Appends a whole row.</summary>
    internal static Action<DuckDbAppender, T> Write { get; } = Compile();

    private static Action<DuckDbAppender, T> Compile()
    {
        var appender = Expression.Parameter(typeof(DuckDbAppender), "appender");
        var row = Expression.Parameter(typeof(T), "row");
        var body = RowShape.Of(typeof(T)).Columns
            .Select(column => Append(appender, Expression.Property(row, column.Property)))
            .Append(Expression.Call(appender, nameof(DuckDbAppender.EndRow), null));
        return Expression.Lambda<Action<DuckDbAppender, T>>(Expression.Block(body), appender, row).Compile();
    }

    private static Expression Append(Expression appender, Expression value)
    {
        if (Nullable.GetUnderlyingType(value.Type) is not null)
        {
            return Expression.IfThenElse(
                Expression.Property(value, "HasValue"),
                Append(appender, Expression.Property(value, "Value")),
                Expression.Call(appender, nameof(DuckDbAppender.AppendNull), null));
        }

        if (value.Type.IsEnum)
        {
            return Append(appender, Expression.Call(value, nameof(ToString), null));
        }

        var target = Type.GetTypeCode(value.Type) switch
        {
            TypeCode.SByte or TypeCode.Int16 or TypeCode.Int32 or TypeCode.Int64 or TypeCode.Byte or TypeCode.UInt16 or TypeCode.UInt32 => typeof(long),
            TypeCode.Single => typeof(double),
            TypeCode.Boolean or TypeCode.Double or TypeCode.Decimal or TypeCode.String or TypeCode.DateTime => value.Type,
            _ => value.Type == typeof(DateOnly) ? value.Type : typeof(object),
        };
        var append = Appends.Single(method => method.GetParameters()[0].ParameterType == target);
        return Expression.Call(appender, append, value.Type == target ? value : Expression.Convert(value, target));
    }
}
