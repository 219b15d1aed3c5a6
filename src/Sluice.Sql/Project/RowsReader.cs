using System.Collections.Immutable;
using Sluice.Diagnostics;
using Sluice.Sql.Project.Yaml;

namespace Sluice.Sql.Project;

/// <summary>Reads which rows a rule looks at: <c>model</c>, <c>column</c> and <c>where</c>.</summary>
internal static class RowsReader
{
    /// <summary>The rows that a mapping names; null where it names no model.</summary>
    internal static RowsSettings? Read(YamlReader reader, bool hasWhere, bool hasColumn)
    {
        reader.Accept("model");
        var columns = hasColumn ? reader.Strings("column") : [];
        var where = hasWhere ? reader.String("where") : null;
        return reader.Mapping.Get("model") is not null && reader.String("model") is { } model ? new RowsSettings(model, columns, where) : null;
    }

    /// <summary>One mapping, or a list of them; a column that is not named is that of the rule itself.</summary>
    internal static ImmutableArray<RowsSettings> ReadMany(YamlReader reader, string key, ImmutableArray<string> columns, DiagnosticBag diagnostics)
    {
        IEnumerable<YamlReader> readers = reader.Node(key) switch
        {
            YamlMapping => [reader.Reader(key)!],
            YamlSequence => reader.Readers(key, $"an entry of `{key}`"),
            null or YamlScalar { Value: null } => [],
            var other => Reject(other),
        };
        var found = ImmutableArray.CreateBuilder<RowsSettings>();
        foreach (var one in readers)
        {
            _ = one.Required("model");
            if (Read(one, hasWhere: true, hasColumn: true) is { } rows)
            {
                found.Add(rows.Columns.IsEmpty ? rows with { Columns = columns } : rows);
            }

            one.Finish(Severity.Error);
        }

        return found.ToImmutable();

        YamlReader[] Reject(YamlNode node)
        {
            diagnostics.Add(YamlErrors.WrongKind(node, key, "a mapping with `model`, or a list of such", $"write `{key}: {{ model: … }}`"));
            return [];
        }
    }
}
