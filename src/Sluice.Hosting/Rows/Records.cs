using System.Reflection;

namespace Sluice.Hosting.Rows;

/// <summary>How records are made.</summary>
internal static class Records
{
    /// <summary>The public constructor with the most parameters that are all named after properties; null for none.</summary>
    internal static ConstructorInfo? ConstructorOf(Type type)
    {
        var names = RowShape.Of(type).Columns.Select(column => column.Property.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return type.GetConstructors()
            .Where(constructor => constructor.GetParameters().All(parameter => names.Contains(parameter.Name!)))
            .MaxBy(constructor => constructor.GetParameters().Length);
    }
}
