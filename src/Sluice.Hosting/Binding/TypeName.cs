namespace Sluice.Hosting.Binding;

/// <summary>Types as C# writes them.</summary>
internal static class TypeName
{
    internal static string Of(Type type)
    {
        if (Nullable.GetUnderlyingType(type) is { } inner)
        {
            return $"{Of(inner)}?";
        }

        if (type.IsArray)
        {
            return $"{Of(type.GetElementType()!)}[]";
        }

        return type.IsGenericType
            ? $"{type.Name[..Math.Max(0, type.Name.IndexOf('`', StringComparison.Ordinal))]}<{string.Join(", ", type.GetGenericArguments().Select(Of))}>"
            : type.Name switch
            {
                nameof(String) => "string",
                nameof(Int32) => "int",
                nameof(Int64) => "long",
                nameof(Boolean) => "bool",
                nameof(Double) => "double",
                nameof(Decimal) => "decimal",
                "Void" => "void",
                var name => name,
            };
    }
}
