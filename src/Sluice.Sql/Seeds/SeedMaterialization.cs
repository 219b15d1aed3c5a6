using System.Collections.Immutable;
using System.Text;
using Sluice.Diagnostics;
using Sluice.Sql.Adapters;
using Sluice.Sql.Materializations;
using Sluice.Sql.Nodes;

namespace Sluice.Sql.Seeds;

/// <summary>Loads a CSV file: creates the table the first time, replaces its rows after that.</summary>
internal sealed class SeedMaterialization : IMaterialization
{
    // Up to here the rows stand in the statement itself; more of them take the way through a table of text.
    private const int MaxInlineValues = 2000;

    public BuildResult Build(BuildRequest request)
    {
        var file = Read(request);
        var compares = request.IsTable && request.Step.Previous is { RowCount: not null };
        var before = compares ? Content.Of(request, filter: null) : null;
        var creates = !request.IsTable || request.FullRefresh;
        var rows = creates ? Create(request, file) : Refill(request, file);
        if (creates)
        {
            Indexes.Create(request);
        }

        Docs.Persist(request, CatalogKind.Table);
        return new BuildResult(CatalogKind.Table, rows)
        {
            SameContent = before is not null && before == Content.Of(request, filter: null),
            CreatedAnew = creates,
        };
    }

    private static long Create(BuildRequest request, SeedFile file)
    {
        request.DropOther(CatalogKind.Table);
        Load(request, file, file.Types, new StringBuilder($"create or replace table {request.Target} as\n"));
        return file.Rows.Count;
    }

    // dbt keeps the table and its types, and refuses other columns.
    private static long Refill(BuildRequest request, SeedFile file)
    {
        var existing = request.Session.GetColumns(request.Target, request.Cancel);
        var added = file.Columns.Where(name => SchemaChange.Find(existing, name) is null).ToList();
        var removed = existing.Select(column => column.Name).Where(name => !file.Columns.Contains(name, StringComparer.OrdinalIgnoreCase)).ToList();
        if (added.Count + removed.Count > 0)
        {
            throw new DiagnosticException(SeedErrors.ColumnsChanged(file.Source, request.Target.ToString(), added, removed));
        }

        request.Run($"delete from {request.Target}");
        var types = file.Columns.Select(name => SchemaChange.Find(existing, name)!.Type).ToImmutableArray();
        Load(request, file, types, new StringBuilder($"insert into {request.Target} ({SqlText.Columns(file.Columns)})\n"));
        return file.Rows.Count;
    }

    private static void Load(BuildRequest request, SeedFile file, ImmutableArray<string> types, StringBuilder sql)
    {
        var casts = string.Join(", ", file.Columns.Select((name, i) => $"cast({SqlText.Quote(name)} as {types[i]}) as {SqlText.Quote(name)}"));
        sql.Append("select ").Append(casts).Append("\nfrom ");
        var stage = new RelationName("temp", "main", $"{request.Target.Identifier}__sluice_csv");
        var isInline = file.Rows.Count * file.Columns.Length <= MaxInlineValues;
        if (isInline)
        {
            AppendValues(sql, file);
        }
        else
        {
            request.Run($"create or replace temp table {SqlText.Quote(stage.Identifier)} ({string.Join(", ", file.Columns.Select(name => $"{SqlText.Quote(name)} varchar"))})");
            request.Session.Append(stage, file.Rows, request.Cancel);
            sql.Append(stage);
        }

        try
        {
            request.Create(sql.ToString(), CatalogKind.Table);
        }
        catch (DatabaseException error) when (!error.IsTransient && SeedDiagnosis.Of(request, file, types, error) is { } diagnostic)
        {
            throw new DiagnosticException(diagnostic, error);
        }

        if (!isInline)
        {
            request.Run($"drop table {stage}");
        }
    }

    private static void AppendValues(StringBuilder sql, SeedFile file)
    {
        if (file.Rows.Count == 0)
        {
            sql.Append("(select ").AppendJoin(", ", file.Columns.Select(name => $"cast(null as varchar) as {SqlText.Quote(name)}")).Append(" limit 0)");
            return;
        }

        sql.Append("(values ");
        for (var i = 0; i < file.Rows.Count; i++)
        {
            sql.Append(i == 0 ? "(" : ",\n  (")
                .AppendJoin(", ", file.Rows[i].Select(value => value is null ? "cast(null as varchar)" : SqlText.Literal(value)))
                .Append(')');
        }

        sql.Append(") as t(").Append(SqlText.Columns(file.Columns)).Append(')');
    }

    private static SeedFile Read(BuildRequest request)
    {
        var seed = (SeedNode)request.Node;
        var source = new SourceText(seed.OriginalFilePath, ReadText(seed));
        var delimiter = request.Config.GetString("delimiter") ?? ",";
        if (delimiter == "\\t")
        {
            delimiter = "\t";
        }

        if (delimiter.Length != 1)
        {
            throw new DiagnosticException(SeedErrors.BadDelimiter(source, delimiter));
        }

        var given = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, type) in request.Config.GetMap("column_types") ?? ImmutableDictionary<string, object?>.Empty)
        {
            given[name] = type?.ToString() ?? "varchar";
        }

        return SeedFile.Read(source, delimiter[0], given);
    }

    private static string ReadText(SeedNode seed)
    {
        try
        {
            return File.ReadAllText(seed.FilePath, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new DiagnosticException(SeedErrors.Unreadable(seed.Source, error.Message), error);
        }
        catch (DecoderFallbackException error)
        {
            throw new DiagnosticException(SeedErrors.Unreadable(seed.Source, "it is not UTF-8 text"), error);
        }
    }
}
