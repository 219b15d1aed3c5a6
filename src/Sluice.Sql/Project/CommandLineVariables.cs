using Sluice.Diagnostics;
using Sluice.Jinja;
using Sluice.Sql.Project.Yaml;

namespace Sluice.Sql.Project;

/// <summary>The values of <c>--vars</c>.</summary>
internal static class CommandLineVariables
{
    /// <summary>Reads YAML or JSON; what is no mapping is reported.</summary>
    /// <param name="vars">The option's text; null for none.</param>
    /// <param name="below">Values that those of the option outrank.</param>
    /// <param name="diagnostics">Takes what is wrong.</param>
    internal static JinjaDict Read(string? vars, IEnumerable<KeyValuePair<string, object?>> below, DiagnosticBag diagnostics)
    {
        var values = new JinjaDict(below.OrderBy(pair => pair.Key, StringComparer.Ordinal));
        if (string.IsNullOrWhiteSpace(vars))
        {
            return values;
        }

        var source = new SourceText("--vars", vars);
        var problems = new DiagnosticBag();
        var node = YamlFile.Parse(source, problems);
        if (problems.HasErrors)
        {
            diagnostics.AddRange(problems.ToSorted().Select(problem => ProjectErrors.BadVars(problem.Source, problem.Span, problem.Message)));
        }
        else if (node is YamlMapping mapping)
        {
            foreach (var (key, value) in (JinjaDict)YamlValues.ToValue(mapping)!)
            {
                values[key] = value;
            }
        }
        else if (node is not (null or YamlScalar { Value: null }))
        {
            diagnostics.Add(ProjectErrors.BadVars(source, node.Span, $"it is {node.Kind}"));
        }

        return values;
    }
}
