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
                return RenderTarget(dialect, scope, text);
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
    private const string RefStart = Where + "ref(";
    private const string SourceStart = Where + "source(";
    private const string End = ")) }}";

    // `{{ get_where_subquery(ref('x')) }}`, which every test has: the same expression for all of them, with the names as variables.
    private static object? RenderTarget(JinjaDialect dialect, NodeScope scope, string text)
    {
        var names = text.Split('\'');
        var (call, values) = names switch
        {
            [RefStart, var model, End] => ("ref(_target)", new TargetScope(scope, "", model)),
            [SourceStart, var source, ", ", var table, End] => ("source(_source, _target)", new TargetScope(scope, source, table)),
            // The user's own, without its braces.
            _ => (null, null),
        };
        return call is null
            ? dialect.Sql.CompileExpression(new SourceText(SourcePath, text[2..^2].Trim())).Evaluate(scope)
            : dialect.CompileSharedExpression(new SourceText(SourcePath, $"get_where_subquery({call})")).Evaluate(values!);
    }

    private sealed class TargetScope(NodeScope scope, string source, string target) : IJinjaScope
    {
        public bool TryGet(string name, out object? value)
        {
            value = name switch { "_source" => source, "_target" => target, _ => null };
            return value is not null || scope.TryGet(name, out value);
        }
    }
}
