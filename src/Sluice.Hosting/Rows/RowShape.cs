using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations.Schema;
using System.Reflection;

namespace Sluice.Hosting.Rows;

/// <summary>The columns of a record type: one for each public property, in the order of their declaration.</summary>
internal sealed class RowShape
{
    private static readonly ConcurrentDictionary<Type, RowShape> Known = new();

    private RowShape(Type type)
    {
        Type = type;
        var nullability = new NullabilityInfoContext();
        Columns =
        [
            .. type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
                .Where(property => property is { CanRead: true } && property.GetIndexParameters().Length == 0 && property.GetCustomAttribute<NotMappedAttribute>() is null)
                .OrderBy(property => Depth(property.DeclaringType!))
                .ThenBy(property => property.MetadataToken)
                .Select(property => ToColumn(property, nullability)),
        ];
    }

    /// <summary>The record.</summary>
    internal Type Type { get; }

    /// <summary>The columns.</summary>
    internal ImmutableArray<RowColumn> Columns { get; }

    internal static RowShape Of(Type type) => Known.GetOrAdd(type, static type => new RowShape(type));

    /// <summary>The column of a name, case ignored; null for none.</summary>
    internal RowColumn? Find(string name) => Columns.FirstOrDefault(column => string.Equals(column.Name, name, StringComparison.OrdinalIgnoreCase));

    // What a base record declares stands first.
    private static int Depth(Type type) => type.BaseType is { } above ? Depth(above) + 1 : 0;

    private static RowColumn ToColumn(PropertyInfo property, NullabilityInfoContext nullability)
    {
        var given = property.GetCustomAttribute<ColumnAttribute>();
        var isNullable = property.PropertyType.IsValueType
            ? Nullable.GetUnderlyingType(property.PropertyType) is not null
            : nullability.Create(property).ReadState != NullabilityState.NotNull;
        return new RowColumn(given?.Name ?? ColumnName.Of(property.Name), given?.TypeName ?? SqlTypes.Of(property.PropertyType), property, isNullable);
    }
}
