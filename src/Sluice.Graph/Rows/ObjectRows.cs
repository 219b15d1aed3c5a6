using System.Linq.Expressions;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Sluice.Graph;

/// <summary>Rows of objects, read by getters that are compiled once for a load.</summary>
internal static class ObjectRows
{
    internal static async IAsyncEnumerable<object?[]> ReadAsync<T>(
        GraphElement element, IAsyncEnumerable<T> rows, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var properties = typeof(T).GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(property => property.CanRead && property.GetIndexParameters().Length == 0)
            .ToList();
        var places = RowColumns.Match(element, [.. properties.Select(property => ColumnOf(element, property.Name))]);
        var getters = places.Select(place => Getter<T>(properties[place])).ToArray();
        await foreach (var item in rows.WithCancellation(cancellationToken))
        {
            var row = new object?[getters.Length];
            for (var index = 0; index < row.Length; index++)
            {
                row[index] = getters[index](item);
            }

            yield return row;
        }
    }

    private static string ColumnOf(GraphElement element, string property) =>
        element.Columns.Any(column => column.Name.Equals(property, StringComparison.OrdinalIgnoreCase))
            ? property
            : JsonNamingPolicy.SnakeCaseLower.ConvertName(property);

    private static Func<T, object?> Getter<T>(PropertyInfo property)
    {
        var item = Expression.Parameter(typeof(T));
        return Expression.Lambda<Func<T, object?>>(Expression.Convert(Expression.Property(item, property), typeof(object)), item).Compile();
    }
}
