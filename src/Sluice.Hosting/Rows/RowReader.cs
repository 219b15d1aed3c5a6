using System.Linq.Expressions;
using System.Reflection;
using Sluice.DuckDb;

namespace Sluice.Hosting.Rows;

/// <summary>Makes records of the rows of a query that returns the type's columns in their order; compiled once for each type.</summary>
internal static class RowReader<T>
{
    private static readonly Lazy<Func<DuckDbDataReader, T>> Compiled = new(Compile);

    /// <summary>Reads the row that the reader stands on.</summary>
    /// <exception cref="InvalidCastException">A value is NULL where the record takes none, or is of another type.</exception>
    internal static Func<DuckDbDataReader, T> Read => Compiled.Value;

    private static Func<DuckDbDataReader, T> Compile()
    {
        var reader = Expression.Parameter(typeof(DuckDbDataReader), "reader");
        var columns = RowShape.Of(typeof(T)).Columns;
        var values = columns.Select((column, ordinal) => (column, value: Value(reader, column, ordinal)))
            .ToDictionary(pair => pair.column.Property.Name, pair => (pair.column, pair.value), StringComparer.OrdinalIgnoreCase);
        var constructor = Records.ConstructorOf(typeof(T))
            ?? throw new InvalidOperationException($"the type {typeof(T).Name} has no public constructor whose parameters are its properties");
        var taken = constructor.GetParameters().Select(parameter => parameter.Name!).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var made = Expression.New(constructor, constructor.GetParameters().Select(parameter => values[parameter.Name!].value));
        var set = values.Where(pair => !taken.Contains(pair.Key) && pair.Value.column.Property.SetMethod is { IsPublic: true })
            .Select(pair => (MemberBinding)Expression.Bind(pair.Value.column.Property, pair.Value.value));
        return Expression.Lambda<Func<DuckDbDataReader, T>>(Expression.MemberInit(made, set), reader).Compile();
    }

    private static MethodCallExpression Value(Expression reader, RowColumn column, int ordinal)
    {
        var type = column.Property.PropertyType;
        var inner = Nullable.GetUnderlyingType(type);
        var name = inner is not null ? nameof(ReadNullable) : column.IsNullable ? nameof(ReadOptional) : nameof(ReadRequired);
        return Expression.Call(
            typeof(RowReader<T>).GetMethod(name, BindingFlags.NonPublic | BindingFlags.Static)!.MakeGenericMethod(inner ?? type),
            reader, Expression.Constant(ordinal), Expression.Constant(column.Name));
    }

    private static TValue ReadRequired<TValue>(DuckDbDataReader reader, int ordinal, string column) => reader.IsDBNull(ordinal)
        ? throw new InvalidCastException($"the column `{column}` is NULL in a row, and {typeof(T).Name} takes no null there")
        : Get<TValue>(reader, ordinal, column);

    private static TValue? ReadOptional<TValue>(DuckDbDataReader reader, int ordinal, string column)
        where TValue : class => reader.IsDBNull(ordinal) ? null : Get<TValue>(reader, ordinal, column);

    private static TValue? ReadNullable<TValue>(DuckDbDataReader reader, int ordinal, string column)
        where TValue : struct => reader.IsDBNull(ordinal) ? null : Get<TValue>(reader, ordinal, column);

    private static TValue Get<TValue>(DuckDbDataReader reader, int ordinal, string column)
    {
        try
        {
            return reader.GetFieldValue<TValue>(ordinal);
        }
        catch (Exception error) when (error is InvalidCastException or OverflowException)
        {
            throw new InvalidCastException($"the column `{column}` cannot be read into {typeof(T).Name}: {error.Message}", error);
        }
    }
}
