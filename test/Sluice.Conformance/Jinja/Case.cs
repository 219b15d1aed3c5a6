using System.Text.Json;

namespace Sluice.Conformance.Jinja;

/// <summary>One template, what it is rendered with, and what Jinja2 made of it.</summary>
/// <param name="topic">The file without its extension, such as <c>filters/lists</c>.</param>
/// <param name="name">What the case is about; where there is no template, the expression it renders.</param>
/// <param name="shared">The parts that all cases of the file have.</param>
internal sealed class Case(string topic, string name, Dictionary<string, string> shared)
{
    private const string FilePrefix = "file ";

    internal string Id => $"{topic}: {name}";

    /// <summary>The case's own parts by name.</summary>
    internal Dictionary<string, string> Parts { get; } = new(StringComparer.Ordinal);

    /// <summary>The template, or the expression where <see cref="IsExpression"/>.</summary>
    internal string Template =>
        Parts.TryGetValue("template", out var text) ? text : IsExpression ? name : $"{{{{ {name} }}}}";

    /// <summary>Whether the case asks for the value of one expression, and not for a text.</summary>
    internal bool IsExpression => Options.TryGetValue("mode", out var mode) && mode.GetString() == "expression";

    /// <summary>What was recorded: the output, or <c>Class at line N</c> and the message.</summary>
    internal string Recorded => Parts.TryGetValue("expected", out var output) ? output : Parts["error"];

    /// <summary>Whether Jinja2 failed.</summary>
    internal bool Fails => Parts.ContainsKey("error");

    /// <summary>The other templates by name.</summary>
    internal IReadOnlyDictionary<string, string> Files => shared.Concat(Parts)
        .Where(part => part.Key.StartsWith(FilePrefix, StringComparison.Ordinal))
        .GroupBy(part => part.Key[FilePrefix.Length..], part => part.Value, StringComparer.Ordinal)
        .ToDictionary(group => group.Key, group => group.Last(), StringComparer.Ordinal);

    /// <summary>The environment's options as Jinja2 names them.</summary>
    internal IReadOnlyDictionary<string, JsonElement> Options => Json("options");

    /// <summary>The variables, not yet made into values.</summary>
    internal IReadOnlyDictionary<string, JsonElement> Context => Json("context");

    private Dictionary<string, JsonElement> Json(string part)
    {
        var merged = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var parts in (Dictionary<string, string>[])[shared, Parts])
        {
            if (parts.TryGetValue(part, out var text))
            {
                using var document = JsonDocument.Parse(text);
                foreach (var property in document.RootElement.EnumerateObject())
                {
                    merged[property.Name] = property.Value.Clone();
                }
            }
        }

        return merged;
    }
}
