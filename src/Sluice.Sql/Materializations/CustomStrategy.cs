using System.Collections.Immutable;
using Sluice.Jinja;
using Sluice.Sql.Adapters;
using Sluice.Sql.Relations;

namespace Sluice.Sql.Materializations;

/// <summary>An incremental strategy of the project: a macro <c>get_incremental_x_sql(arg_dict)</c> that yields the statements.</summary>
internal static class CustomStrategy
{
    /// <summary>True where the project defines the macro, also for a name that the engine knows itself.</summary>
    internal static bool Defines(BuildRequest request, string strategy) => request.Work.Templates.Defines(MacroOf(strategy));

    /// <summary>Runs the macro's statements, in the step's transaction; returns the rows that the last one changed.</summary>
    internal static long Run(BuildRequest request, string strategy, RelationName stage, IReadOnlyList<CatalogColumn> columns)
    {
        var keys = request.Config.UniqueKey;
        var arguments = new JinjaDict(
        [
            new("target_relation", new Relation(request.Target.Database, request.Target.Schema, request.Target.Identifier, RelationType.Table)),
            new("temp_relation", new Relation(stage.Database, stage.Schema, stage.Identifier, RelationType.Table)),
            new("unique_key", keys.Length == 1 ? keys[0] : keys.IsEmpty ? null : new JinjaList(keys)),
            new("dest_columns", new JinjaList(columns.Select(SqlColumn.Of))),
            new("incremental_predicates", IncrementalMaterialization.Predicates(request) is { IsEmpty: false } predicates ? new JinjaList(predicates) : null),
        ]);
        var work = request.Work;
        var sql = JinjaValue.ToText(work.Templates.Call(
            work.Node, MacroOf(strategy), [arguments], ImmutableDictionary<string, object?>.Empty, work.Step, work.Names, null, work.Cancel));
        return request.Session.UserExecute(sql, request.Cancel) ?? 0;
    }

    private static string MacroOf(string strategy) => $"get_incremental_{strategy.Replace('+', '_')}_sql";
}
