using System.Collections.Immutable;
using System.Globalization;
using Sluice.Diagnostics;
using Sluice.Sql.Adapters;

namespace Sluice.Sql.Materializations;

/// <summary>Adds the query's rows to those that are there, by a strategy; builds like a table where there is none.</summary>
internal sealed class IncrementalMaterialization : IMaterialization
{
    internal const string Append = "append";
    internal const string DeleteInsert = "delete+insert";
    internal const string Merge = "merge";

    private static readonly ImmutableArray<string> Strategies = [Append, DeleteInsert, Merge];

    public BuildResult Build(BuildRequest request)
    {
        if (!request.IsTable || request.FullRefresh)
        {
            return new TableMaterialization().Build(request);
        }

        if (request.Work.ReplacedKeys.Count > 0)
        {
            return ReplacedKeysBuild.Run(request);
        }

        var strategy = StrategyOf(request);
        if (request.HasContract)
        {
            Contract.Check(request);
        }

        var (written, removed, altered) = strategy == Append && !CustomStrategy.Defines(request, strategy) && SchemaChange.Mode(request) == SchemaChangeMode.Ignore
            ? (AppendDirectly(request), 0L, false)
            : ThroughStage(request, strategy);
        Docs.Persist(request, CatalogKind.Table);
        return new BuildResult(CatalogKind.Table, written)
        {
            Total = Convert.ToInt64(request.Ask($"select count(*) from {request.Target}").Scalar, CultureInfo.InvariantCulture),
            SameContent = written == 0 && removed == 0 && !altered,
        };
    }

    /// <summary>The strategy by its name; dbt-duckdb's default is delete+insert where there is a key, else append.</summary>
    private static string StrategyOf(BuildRequest request)
    {
        var keys = request.Config.UniqueKey;
        var name = request.Config.GetString("incremental_strategy") is { Length: > 0 } given and not "default"
            ? given.Replace('_', '+')
            : keys.IsEmpty ? Append : DeleteInsert;
        if (CustomStrategy.Defines(request, name))
        {
            return name;
        }

        if (!Strategies.Contains(name))
        {
            throw new DiagnosticException(BuildErrors.UnknownStrategy(request, request.Config.GetString("incremental_strategy")!, Strategies));
        }

        // dbt appends where delete+insert has no key; there is nothing that it could delete by.
        return name == DeleteInsert && keys.IsEmpty ? Append : name;
    }

    private static long AppendDirectly(BuildRequest request)
    {
        var columns = SqlText.Columns(request.Session.GetColumns(request.Target, request.Cancel));
        return request.RunSelect($"insert into {request.Target} ({columns})\nselect {columns} from {SqlText.Nested(request.Select)}") ?? 0;
    }

    private static (long Written, long Removed, bool Altered) ThroughStage(BuildRequest request, string strategy)
    {
        var stage = new RelationName("temp", "main", $"{request.Target.Identifier}__sluice_new");
        request.RunSelect($"create or replace temp table {SqlText.Quote(stage.Identifier)} as {SqlText.Nested(request.Select)}");
        var altered = SchemaChange.Apply(request, stage, out var columns);
        var written = strategy switch
        {
            _ when CustomStrategy.Defines(request, strategy) => (CustomStrategy.Run(request, strategy, stage, columns), 1L),
            DeleteInsert => Replace(request, stage, columns, out var removed) is var rows ? (rows, removed) : default,
            Merge => (MergeStatement.Run(request, stage, columns), 0L),
            _ => (Insert(request, stage, columns), 0L),
        };
        request.Run($"drop table {stage}");
        return (written.Item1, written.Item2, altered);
    }

    private static long Insert(BuildRequest request, RelationName stage, IReadOnlyList<CatalogColumn> columns)
    {
        var list = SqlText.Columns(columns);
        return request.Run($"insert into {request.Target} ({list})\nselect {list} from {stage}") ?? 0;
    }

    /// <summary>Deletes the rows whose key is in the stage, then inserts the stage.</summary>
    /// <remarks>
    /// A semi-join on the distinct keys: its time grows with the rows, where a join on a key that is not unique grows with
    /// their product. A key with a NULL matches nothing, as in dbt.
    /// </remarks>
    private static long Replace(BuildRequest request, RelationName stage, IReadOnlyList<CatalogColumn> columns, out long removed)
    {
        // A key may be an expression over columns of the table, so that it has no prefix; the table alone is in sight there.
        var keys = string.Join(", ", request.Config.UniqueKey);
        var predicates = string.Concat(Predicates(request).Select(predicate => $"\n  and ({predicate})"));
        removed = request.Run(
            $"delete from {request.Target} as DBT_INCREMENTAL_TARGET\nwhere ({keys}) in (select distinct {keys} from {stage}){predicates}") ?? 0;
        return Insert(request, stage, columns);
    }

    internal static ImmutableArray<string> Predicates(BuildRequest request) =>
        request.Config.GetStrings("predicates") is { IsEmpty: false } old ? old : request.Config.GetStrings("incremental_predicates");
}
