using System.Collections.Immutable;
using Sluice.Diagnostics;
using Sluice.Sql.Project.Yaml;
using Sluice.Sql.Rules;

namespace Sluice.Sql.Project;

/// <summary>Reads <c>requires</c> of a stage: what must hold before it begins.</summary>
/// <param name="source">The file.</param>
/// <param name="forEach">The partitions that the workflow goes through; null for none.</param>
/// <param name="diagnostics">Takes what is wrong.</param>
internal sealed class SluicePrerequisites(SourceText source, string? forEach, DiagnosticBag diagnostics)
{
    private const string Start = "previous_";
    private const string End = "_complete";
    private const string Known = "previous_partition_complete, row, not_empty, relation, sql, file";

    internal ImmutableArray<PrerequisiteSettings> Read(YamlReader stage)
    {
        IReadOnlyList<YamlNode> items = stage.Node("requires") switch
        {
            null or YamlScalar { Value: null } => [],
            YamlSequence sequence => sequence.Items,
            var single => [single],
        };
        return [.. items.Select(Read).OfType<PrerequisiteSettings>()];
    }

    private PrerequisiteSettings? Read(YamlNode node)
    {
        switch (node)
        {
            case YamlScalar { Value: not null } scalar:
                return ReadWord(scalar);
            case YamlMapping { Entries: [var first, ..] } mapping:
                return ReadMapping(mapping, first);
            default:
                diagnostics.Add(YamlErrors.WrongKind(node, "an entry of requires", "a prerequisite", $"expected one of: {Known}"));
                return null;
        }
    }

    private PrerequisiteSettings? ReadWord(YamlScalar word)
    {
        var text = word.Text;
        var isPrevious = text.StartsWith(Start, StringComparison.Ordinal) && text.EndsWith(End, StringComparison.Ordinal) && text.Length > Start.Length + End.Length;
        if (isPrevious && forEach is null)
        {
            diagnostics.Add(SluiceErrors.NeedsPartitions(word.Source, word.Span, $"`{text}`"));
            return null;
        }

        if (isPrevious && Means(text[Start.Length..^End.Length]))
        {
            return new PrerequisiteSettings(PrerequisiteKind.PreviousPartition, text, source, word.Span);
        }

        var own = forEach is null ? "" : $", {Start}{forEach[(forEach.LastIndexOf('_') + 1)..]}{End}";
        diagnostics.Add(SluiceErrors.UnknownPrerequisite(word, text, Known + own));
        return null;
    }

    // `previous_year_complete` for the partitions `simulation_year`.
    private bool Means(string dimension) =>
        dimension == "partition" || dimension == forEach || forEach!.EndsWith($"_{dimension}", StringComparison.Ordinal);

    private PrerequisiteSettings? ReadMapping(YamlMapping mapping, YamlEntry first)
    {
        var reader = new YamlReader(mapping, "the prerequisite", diagnostics);
        var kind = new[] { "row", "not_empty", "relation", "sql", "file" }.FirstOrDefault(key => mapping.Get(key) is not null);
        if (kind is null)
        {
            diagnostics.Add(SluiceErrors.UnknownPrerequisite(first.Key, first.Key.Text, Known));
            return null;
        }

        var read = kind switch
        {
            "row" => ReadRow(reader),
            "not_empty" => Of(PrerequisiteKind.NotEmpty, reader, kind),
            "relation" => Of(PrerequisiteKind.Relation, reader, kind),
            "sql" => Of(PrerequisiteKind.Sql, reader, kind),
            _ => Of(PrerequisiteKind.File, reader, kind) is { } file ? file with { MaxAge = reader.Duration("max_age") } : null,
        };
        reader.Finish(Severity.Error);
        return read;
    }

    private PrerequisiteSettings? Of(PrerequisiteKind kind, YamlReader reader, string key)
    {
        var text = reader.Required(key);
        return text is null ? null : new PrerequisiteSettings(kind, $"{key} {OneLine.Of(text)}", source, reader.Node(key)!.Span) { Target = text };
    }

    private PrerequisiteSettings? ReadRow(YamlReader reader)
    {
        if (reader.Reader("row") is not { } row)
        {
            return null;
        }

        var model = row.Required("model");
        var where = row.String("where");
        row.Finish(Severity.Error);
        return model is null ? null
            : new PrerequisiteSettings(PrerequisiteKind.Row, $"row of {model}{(where is null ? "" : $" where {OneLine.Of(where)}")}", source, row.Node("model")!.Span) { Target = model, Where = where };
    }
}
