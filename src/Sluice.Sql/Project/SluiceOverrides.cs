using System.Globalization;
using Sluice.Diagnostics;
using Sluice.Sql.Project.Yaml;

namespace Sluice.Sql.Project;

/// <summary>Puts values that are given elsewhere into the tree of sluice.yml, before it is read and checked.</summary>
internal static class SluiceOverrides
{
    internal static void Apply(YamlMapping root, IEnumerable<SettingOverride> overrides, DiagnosticBag diagnostics)
    {
        foreach (var item in overrides)
        {
            Apply(root, item, diagnostics);
        }
    }

    /// <summary>Every value of a tree with its path.</summary>
    internal static IEnumerable<EffectiveValue> Values(YamlNode? node, string path = "") => node switch
    {
        YamlMapping mapping => mapping.Entries.SelectMany(entry => Values(entry.Value, Join(path, entry.Key.Text))),
        YamlSequence { Items: var items } when items.Exists(item => item is not YamlScalar) => items.SelectMany((item, place) => Values(item, Join(path, NameOf(item) ?? place.ToString(CultureInfo.InvariantCulture)))),
        YamlSequence list => [new EffectiveValue(path, $"[{string.Join(", ", list.Items.Cast<YamlScalar>().Select(item => item.Text))}]", list.Source, list.Span)],
        YamlScalar scalar => [new EffectiveValue(path, scalar.Text, scalar.Source, scalar.Span)],
        _ => [],
    };

    private static void Apply(YamlMapping root, SettingOverride given, DiagnosticBag diagnostics)
    {
        var source = new SourceText(given.Origin, given.Text);
        var equals = given.Text.IndexOf('=', StringComparison.Ordinal);
        var path = equals < 0 ? [] : given.Text[..equals].Split('.');
        if (path.Length < 2 || Array.Exists(path, string.IsNullOrWhiteSpace))
        {
            diagnostics.Add(OverrideErrors.NoAssignment(source));
            return;
        }

        var value = YamlFile.Parse(new SourceText(given.Origin, given.Text[(equals + 1)..]), diagnostics);
        value ??= new YamlScalar("", null, isPlain: true, source, new SourceSpan(equals + 1, given.Text.Length));
        YamlNode? at = root;
        var offset = 0;
        if (path[0] is "stage" && root.Get("stage") is null)
        {
            at = (root.Get("workflow") as YamlMapping)?.Get("stages");
            offset = path[0].Length + 1;
            path = path[1..];
        }

        for (var place = 0; place < path.Length; offset += path[place++].Length + 1)
        {
            var key = new YamlScalar(path[place], path[place], isPlain: true, source, new SourceSpan(offset, offset + path[place].Length));
            var next = place == path.Length - 1 ? value : null;
            if (!Step(ref at, key, next))
            {
                diagnostics.Add(OverrideErrors.NoPlace(key, at, Keys(at)));
                return;
            }
        }
    }

    // Keys that do not exist are added: the reader of the file knows which may be there, and says so.
    private static bool Step(ref YamlNode? at, YamlScalar key, YamlNode? value)
    {
        switch (at)
        {
            case YamlMapping mapping:
                var found = mapping.Entries.FindIndex(entry => entry.Key.Text == key.Text);
                var next = value ?? (found >= 0 ? mapping.Entries[found].Value : new YamlMapping([], key.Source, key.Span));
                if (found < 0)
                {
                    mapping.Entries.Add(new YamlEntry(key, next));
                }
                else if (value is not null)
                {
                    mapping.Entries[found] = new YamlEntry(mapping.Entries[found].Key, value);
                }

                at = next;
                return true;
            case YamlSequence list:
                var index = list.Items.FindIndex(item => NameOf(item) == key.Text);
                index = index >= 0 || !int.TryParse(key.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? index : number;
                if (index < 0 || index >= list.Items.Count)
                {
                    return false;
                }

                if (value is not null)
                {
                    list.Items[index] = value;
                }

                at = list.Items[index];
                return true;
            default:
                return false;
        }
    }

    private static IEnumerable<string> Keys(YamlNode? node) => node switch
    {
        YamlMapping mapping => mapping.Entries.Select(entry => entry.Key.Text),
        YamlSequence list => list.Items.Select(NameOf).OfType<string>(),
        _ => [],
    };

    private static string? NameOf(YamlNode node) => (node as YamlMapping)?.Get("name") is YamlScalar { Text: var name } ? name : null;

    private static string Join(string path, string key) => path.Length == 0 ? key : $"{path}.{key}";
}

/// <summary>What can be wrong with a value that overrides one of sluice.yml.</summary>
internal static class OverrideErrors
{
    internal static Diagnostic NoAssignment(SourceText source) => new(
        "SLUICE2230", Severity.Error, $"`{source.Text}` sets nothing", source, new SourceSpan(0, source.Text.Length), "write it like stage.event_generation.parallel=8 or settings.threads=4");

    internal static Diagnostic NoPlace(YamlScalar key, YamlNode? at, IEnumerable<string> known) => new(
        "SLUICE2231", Severity.Error, at is YamlSequence ? $"sluice.yml has no entry `{key.Text}` there" : $"there is nothing to set `{key.Text}` in", key.Source, key.Span,
        Nearest.Hint(key.Text, known) ?? (known.Any() ? $"there are: {string.Join(", ", known)}" : "`sluice config` lists what there is"));

    internal static Diagnostic NoFile(SettingOverride first) => new(
        "SLUICE2232", Severity.Error, "there is no sluice.yml whose values could be set", new SourceText(first.Origin, first.Text), new SourceSpan(0, first.Text.Length), null);
}
