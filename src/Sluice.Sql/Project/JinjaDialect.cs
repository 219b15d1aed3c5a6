using System.Collections.Concurrent;
using Sluice.Diagnostics;
using Sluice.Jinja;

namespace Sluice.Sql.Project;

/// <summary>dbt's dialect of Jinja: its block tags and filters; one form for SQL and one for the values of YAML files.</summary>
internal sealed class JinjaDialect
{
    private static readonly CustomTag[] Tags =
    [
        new("test", CustomTagHeader.Signature, CustomTagBody.Template),
        new("data_test", CustomTagHeader.Signature, CustomTagBody.Template),
        new("snapshot", CustomTagHeader.Name, CustomTagBody.Template),
        new("materialization", CustomTagHeader.Options, CustomTagBody.Template),
        new("docs", CustomTagHeader.Name, CustomTagBody.Raw),
    ];

    private readonly JinjaEnvironment _yaml = Create(isYaml: true);
    private readonly ConcurrentDictionary<string, Template> _texts = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, JinjaExpression> _expressions = new(StringComparer.Ordinal);

    /// <summary>Models, macros, tests, hooks.</summary>
    internal JinjaEnvironment Sql { get; } = Create(isYaml: false);

    /// <summary>A template, or null where its syntax is wrong.</summary>
    internal Template? TryCompile(SourceText source, DiagnosticBag diagnostics)
    {
        try
        {
            return Sql.Compile(source);
        }
        catch (JinjaException error)
        {
            diagnostics.AddRange(error.Diagnostics);
            return null;
        }
    }

    /// <summary>The template of a short text that many nodes have alike, such as a folder's hook; compiled once.</summary>
    /// <exception cref="JinjaException">The syntax is wrong.</exception>
    internal Template CompileShared(SourceText source) =>
        _texts.GetOrAdd($"{source.Path}\n{source.Text}", _ => Sql.Compile(source));

    /// <summary>An expression that many nodes have alike; compiled once.</summary>
    /// <exception cref="JinjaException">The syntax is wrong.</exception>
    internal JinjaExpression CompileSharedExpression(SourceText source) =>
        _expressions.GetOrAdd(source.Text, _ => Sql.CompileExpression(source));

    /// <summary>The value of a YAML text: a template that is one <c>{{ … }}</c> keeps its type.</summary>
    /// <exception cref="JinjaException">The template is wrong.</exception>
    internal object? RenderValue(SourceText source, IJinjaScope scope) => _yaml.RenderNative(source, scope);

    private static JinjaEnvironment Create(bool isYaml)
    {
        var environment = new JinjaEnvironment(new JinjaOptions { Tags = [.. Tags] });
        environment.Filters.Set("as_text", call => JinjaValue.ToText(call.Args[0]));
        // In SQL the three change nothing: what is printed is text anyway.
        environment.Filters.Set("as_bool", call => isYaml ? NativeValues.ToBoolean(call) : call.Args[0]);
        environment.Filters.Set("as_number", call => isYaml ? NativeValues.ToNumber(call) : call.Args[0]);
        environment.Filters.Set("as_native", call => isYaml ? NativeValues.Parse(call.Args[0]) : call.Args[0]);
        environment.Filters.Set("is_list", call => call.Args[0] is JinjaList);
        return environment;
    }
}
