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
        var products = new List<(YamlScalar Name, YamlNode Dimensions)>();
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
            var dimensions = set.Node("dimensions");
            var variable = set.String("var");
            var column = set.String("column");
            set.Finish(Severity.Error);
            var given = new[] { range, keys, dates, dimensions }.Count(node => node is not null);
            if (given != 1)
            {
                diagnostics.Add(given == 0 ? SluiceErrors.NoKeys(entry.Key) : SluiceErrors.BothKeys(entry.Key));
                continue;
            }

            if (dimensions is not null)
            {
                products.Add((entry.Key, dimensions));
                if (column is not null || variable is not null)
                {
                    diagnostics.Add(SluiceErrors.OwnOfDimensions(entry.Key, column is null ? "var" : "column"));
                }

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

        foreach (var (name, dimensions) in products)
        {
            if (ReadProduct(name, dimensions, sets) is { } product)
            {
                sets[name.Text] = product;
            }
        }

        return sets.ToImmutable();
    }

    private PartitionSet? ReadProduct(YamlScalar name, YamlNode node, ImmutableDictionary<string, PartitionSet>.Builder sets)
    {
        if (node is not YamlSequence { Items: { Count: > 1 } items } || items.Any(item => item is not YamlScalar))
        {
            diagnostics.Add(SluiceErrors.BadDimensions(node, $"is {node.Kind}, expected at least two names of partitions"));
            return null;
        }

        var dimensions = ImmutableArray.CreateBuilder<PartitionSet>();
        foreach (var item in items.Cast<YamlScalar>())
        {
            var problem = !sets.TryGetValue(item.Text, out var dimension) || !dimension.Dimensions.IsEmpty ? ", which are no partitions of one dimension"
                : dimensions.Contains(dimension) ? " twice"
                : dimension.Keys.FirstOrDefault(key => key.Text!.Contains(PartitionSet.Joint, StringComparison.Ordinal)) is { IsNone: false } key ? $", whose key `{key}` holds `{PartitionSet.Joint}`"
                : null;
            if (problem is not null)
            {
                diagnostics.Add(SluiceErrors.BadDimensions(item, $"names `{item.Text}`{problem}", Nearest.Hint(item.Text, sets.Keys.Except(dimensions.Select(known => known.Name)))));
                return null;
            }

            dimensions.Add(dimension!);
        }

        if (dimensions.Aggregate(1L, (count, dimension) => Math.Min(count * dimension.Keys.Length, MaxKeys + 1L)) > MaxKeys)
        {
            diagnostics.Add(SluiceErrors.BadDimensions(node, $"makes more than {MaxKeys} keys"));
            return null;
        }

        return PartitionSet.Product(name.Text, dimensions.ToImmutable());
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
