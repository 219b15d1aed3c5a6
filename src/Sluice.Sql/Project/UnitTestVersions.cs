using Sluice.Diagnostics;
using Sluice.Jinja;
using Sluice.Sql.Nodes;
using Sluice.Sql.Project.Yaml;

namespace Sluice.Sql.Project;

/// <summary>Which versions of its model a unit test tests: all of them, or those that it includes or does not exclude.</summary>
internal static class UnitTestVersions
{
    /// <summary>The versions; one null for a model without versions.</summary>
    internal static List<ModelVersion?> Choose(YamlMapping test, string name, string model, List<ModelVersion?> versions, DiagnosticBag diagnostics)
    {
        var rule = test.Get("versions") as YamlMapping;
        if (versions.Count == 0)
        {
            if (rule is not null)
            {
                diagnostics.Add(VersionErrors.NotVersioned(rule, name, model));
            }

            return [null];
        }

        var (included, excluded) = (Texts(rule?.Get("include")), Texts(rule?.Get("exclude")));
        var chosen = versions.FindAll(version => excluded.Count > 0 ? !excluded.Contains(version!.Text) : included.Count == 0 || included.Contains(version!.Text));
        if (chosen.Count == 0)
        {
            diagnostics.Add(VersionErrors.NothingChosen(rule!, name, model, versions.Select(version => version!.Text)));
        }

        return chosen;
    }

    private static List<string> Texts(YamlNode? node) => node switch
    {
        YamlSequence list => [.. list.Items.OfType<YamlScalar>().Select(item => JinjaValue.ToText(item.Value))],
        YamlScalar { Value: { } value } => [JinjaValue.ToText(value)],
        _ => [],
    };
}
