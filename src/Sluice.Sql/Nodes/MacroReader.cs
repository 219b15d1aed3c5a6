using Sluice.Jinja;

namespace Sluice.Sql.Nodes;

/// <summary>Takes the macros, tests and materializations out of a template.</summary>
internal static class MacroReader
{
    internal static IEnumerable<MacroEntry> Read(string package, Template template)
    {
        foreach (var macro in template.Macros)
        {
            yield return Entry(package, macro.Name, macro);
        }

        foreach (var block in template.Blocks)
        {
            if (block.Macro is { } macro && NameOf(block) is { } name)
            {
                yield return Entry(package, name, macro);
            }
        }
    }

    private static string? NameOf(CustomBlock block) => block.Tag switch
    {
        "test" or "data_test" => $"test_{block.Name}",
        "materialization" => $"materialization_{block.Name}_{Adapter(block)}",
        _ => null,
    };

    // {% materialization x, adapter='duckdb' %} or {% materialization x, default %}
    private static string Adapter(CustomBlock block)
    {
        foreach (var option in block.Options)
        {
            if (option is { Name: "adapter", Value: string adapter })
            {
                return adapter;
            }
        }

        return "default";
    }

    private static MacroEntry Entry(string package, string name, MacroInfo macro) => new(
        $"macro.{package}.{name}", package, name, macro.Source, macro.NameSpan, macro.Bind, macro.Source.Slice(macro.Span));
}
