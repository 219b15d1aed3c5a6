using System.Reflection;
using System.Text;

namespace Sluice.Jinja.Tests;

/// <summary>The public API is what a file says; a change of it is seen in review.</summary>
public sealed class ApiTests
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    [Fact]
    public void The_public_api_is_the_pinned_one()
    {
        var text = new StringBuilder();
        foreach (var type in typeof(JinjaEnvironment).Assembly.GetExportedTypes().OrderBy(type => type.FullName, StringComparer.Ordinal))
        {
            text.Append(Kind(type)).Append(' ').Append(Name(type)).Append('\n');
            foreach (var member in Members(type).Distinct().Order(StringComparer.Ordinal))
            {
                text.Append("    ").Append(member).Append('\n');
            }
        }

        Golden.Check("api.txt", text.ToString());
    }

    private static string Kind(Type type) => type switch
    {
        { IsEnum: true } => "enum",
        { IsInterface: true } => "interface",
        { IsValueType: true } => "struct",
        { IsAbstract: true, IsSealed: true } => "static class",
        { IsAbstract: true } => "abstract class",
        _ => "class",
    };

    private static IEnumerable<string> Members(Type type)
    {
        if (type.IsEnum)
        {
            return Enum.GetNames(type);
        }

        var constructors = type.GetConstructors(Declared).Where(IsVisible).Select(item => $"new({Parameters(item)})");
        var methods = type.GetMethods(Declared).Where(IsVisible)
            .Where(item => !item.IsSpecialName && !item.Name.Contains('<', StringComparison.Ordinal))
            .Select(item => $"{(item.IsStatic ? "static " : "")}{Name(item.ReturnType)} {item.Name}({Parameters(item)})");
        var properties = type.GetProperties(Declared).Where(item => item.GetMethod is { } get && IsVisible(get))
            .Select(item => $"{(item.GetMethod!.IsStatic ? "static " : "")}{Name(item.PropertyType)} {item.Name} {{ get;{(item.SetMethod is { IsPublic: true } ? " set;" : "")} }}");
        var fields = type.GetFields(Declared).Where(item => item.IsPublic).Select(item => $"{(item.IsStatic ? "static " : "")}{Name(item.FieldType)} {item.Name}");
        return constructors.Concat(methods).Concat(properties).Concat(fields);
    }

    private static bool IsVisible(MethodBase method) => method.IsPublic || method.IsFamily;

    private static string Parameters(MethodBase method) =>
        string.Join(", ", method.GetParameters().Select(item => $"{Name(item.ParameterType)} {item.Name}{(item.IsOptional ? "?" : "")}"));

    private static string Name(Type type) => type.IsGenericType
        ? $"{type.Name.Split('`')[0]}<{string.Join(", ", type.GetGenericArguments().Select(Name))}>"
        : type.Name;
}
