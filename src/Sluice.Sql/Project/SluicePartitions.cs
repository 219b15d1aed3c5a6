using System.Collections.Immutable;
using System.Globalization;
using Sluice.Assets;
using Sluice.Diagnostics;
using Sluice.Partitions;
using Sluice.Sql.Project.Yaml;

namespace Sluice.Sql.Project;

/// <summary>Reads <c>partitions</c> of sluice.yml.</summary>
/// <param name="render">Gives the value of a scalar, Jinja rendered.</param>
/// <param name="time">The clock, for `today`.</param>
/// <param name="diagnostics">Takes what is wrong.</param>
internal sealed class SluicePartitions(Func<YamlScalar, object?> render, TimeProvider time, DiagnosticBag diagnostics)
{
    private const int MaxKeys = 1_000_000;

    internal ImmutableDictionary<string, PartitionSet> Read(YamlReader? reader)
    {
        var sets = ImmutableDictionary.CreateBuilder<string, PartitionSet>(StringComparer.Ordinal);
        foreach (var entry in reader?.Mapping.Entries ?? [])
        {
            if (YamlReader.Over(entry.Value, $"the partitions `{entry.Key.Text}`", diagnostics) is not { } set)
            {
                diagnostics.Add(SluiceErrors.NoKeys(entry.Key));
                continue;
            }

            var range = set.Node("range");
            var keys = set.Node("keys");
            var dates = set.Node("dates");
            var variable = set.String("var");
            var column = set.String("column");
            set.Finish(Severity.Error);
            if (new[] { range, keys, dates }.Count(node => node is not null) != 1)
            {
                diagnostics.Add(range is null && keys is null && dates is null ? SluiceErrors.NoKeys(entry.Key) : SluiceErrors.BothKeys(entry.Key));
                continue;
            }

            if (dates is not null)
            {
                if (new SluiceDates(render, time, diagnostics).Read(dates, entry.Key.Text, column, variable) is { } calendar)
                {
                    sets[entry.Key.Text] = calendar;
                }

                continue;
            }

            var list = range is not null ? ReadRange(range) : ReadKeys(keys!);
            if (!list.IsEmpty)
            {
                sets[entry.Key.Text] = new PartitionSet(entry.Key.Text, list, column, variable);
            }
        }

        return sets.ToImmutable();
    }

    private ImmutableArray<PartitionKey> ReadRange(YamlNode node)
    {
        if (node is not YamlSequence { Items: [YamlScalar first, YamlScalar last] })
        {
            diagnostics.Add(SluiceErrors.BadRange(node, $"is {node.Kind}, expected two keys"));
            return [];
        }

        if (ToInteger(first) is not { } start || ToInteger(last) is not { } end)
        {
            return [];
        }

        if (end < start || end - start >= MaxKeys)
        {
            var problem = end < start ? $"ends at {end}, before its start {start}" : $"has more than {MaxKeys} keys";
            diagnostics.Add(SluiceErrors.BadRange(node, problem));
            return [];
        }

        return PartitionSet.Range("range", start, end).Keys;
    }

    private long? ToInteger(YamlScalar scalar)
    {
        switch (render(scalar))
        {
            case long number:
                return number;
            case string text when long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number):
                return number;
            // Its template has been reported already.
            case null when diagnostics.HasErrors && YamlValues.HasJinja(scalar.Text):
                return null;
            case var other:
                diagnostics.Add(SluiceErrors.BadRange(scalar, $"has the key `{other ?? "none"}`, expected a whole number"));
                return null;
        }
    }

    private ImmutableArray<PartitionKey> ReadKeys(YamlNode node)
    {
        var keys = ImmutableArray.CreateBuilder<PartitionKey>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        if (node is not YamlSequence { Items.Count: > 0 } sequence)
        {
            diagnostics.Add(YamlErrors.WrongKind(node, "keys", "a list of at least one key"));
            return [];
        }

        foreach (var item in sequence.Items)
        {
            if (item is not YamlScalar { Value: not null } scalar)
            {
                diagnostics.Add(YamlErrors.WrongKind(item, "a key", "a text or a number"));
                continue;
            }

            var text = Convert.ToString(scalar.Value is string ? render(scalar) : scalar.Text, CultureInfo.InvariantCulture) ?? "";
            if (seen.Add(text))
            {
                keys.Add(new PartitionKey(text));
            }
            else
            {
                diagnostics.Add(SluiceErrors.DuplicateName(scalar.Source, scalar.Span, "keys", text));
            }
        }

        return keys.ToImmutable();
    }
}
