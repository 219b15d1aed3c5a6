using Sluice.Diagnostics;
using Sluice.Jinja;
using Sluice.Sql.Nodes;
using Sluice.Sql.Project;
using Sluice.Sql.Project.Yaml;

namespace Sluice.Sql.Context;

/// <summary>The arguments of a generic test as its macro gets them: texts that look like a call, or hold Jinja, are evaluated.</summary>
internal static class TestArguments
{
    internal const string SourcePath = "(test argument)";

    internal static List<KeyValuePair<string, object?>> Render(JinjaDialect dialect, NodeScope scope, GenericTest test) =>
        [.. test.Arguments.Select(argument => KeyValuePair.Create(
            argument.Key, argument.Key == "column_name" ? argument.Value : Render(dialect, scope, argument.Value)))];

    private static object? Render(JinjaDialect dialect, NodeScope scope, object? value)
    {
        switch (value)
        {
            case string text when ExpressionReads.IsCall(text):
                return dialect.Sql.CompileExpression(new SourceText(SourcePath, text)).Evaluate(scope);
            case string text when text.StartsWith(Where, StringComparison.Ordinal):
                // `{{ get_where_subquery(ref('x')) }}`, which every test has, without its braces.
                return dialect.Sql.CompileExpression(new SourceText(SourcePath, text[2..^2].Trim())).Evaluate(scope);
            case string text when YamlValues.HasJinja(text):
                return dialect.RenderValue(new SourceText(SourcePath, text), scope);
            case JinjaList list:
                return new JinjaList(list.Select(item => Render(dialect, scope, item)));
            case JinjaDict dict:
                var rendered = new JinjaDict();
                foreach (var (key, item) in dict)
                {
                    rendered[key] = Render(dialect, scope, item);
                }

                return rendered;
            default:
                return value;
        }
    }

    private const string Where = "{{ get_where_subquery(";
}
