using Sluice.Diagnostics;
using Sluice.Hosting.Assets;
using Sluice.Hosting.Binding;
using Sluice.Hosting.Rows;
using Sluice.Sql.Nodes;

namespace Sluice.Hosting;

/// <summary>What is wrong with an application's assets, one method per situation.</summary>
internal static class HostingErrors
{
    internal static Diagnostic UnknownAsset(CallSite site, string reader, string name, IEnumerable<string> known) => Error(
        site, "SLUICE2300", $"the parameter `{name}` of `{reader}` names no asset",
        Nearest.Hint(name, known) ?? "name it after an asset, or give the name with [From(\"…\")]; SQL models count once builder.AddSqlProject is called");

    internal static Diagnostic NoService(CallSite site, string reader, Parameter parameter) => Error(
        site, "SLUICE2301", $"the parameter `{TypeName.Of(parameter.Info.ParameterType)} {parameter.Info.Name}` of `{reader}` is neither a table nor a registered service",
        $"register it: builder.Services.AddSingleton<{TypeName.Of(parameter.Info.ParameterType)}>(), or read an asset with Table<T>");

    internal static Diagnostic MissingColumn(CallSite site, string reader, Type row, RowColumn column, string upstream, RowShape shape) => Error(
        site, "SLUICE2302", $"`{reader}` reads `{column.Name}` ({row.Name}.{column.Property.Name}) of `{upstream}`, whose {shape.Type.Name} has no such column",
        Nearest.Hint(column.Name, shape.Columns.Select(other => other.Name)) ?? $"{shape.Type.Name} has {List(shape.Columns.Select(other => other.Name))}");

    internal static Diagnostic WrongType(CallSite site, string reader, Type row, RowColumn column, string upstream, RowColumn written) => Error(
        site, "SLUICE2303",
        $"`{reader}` reads `{column.Name}` of `{upstream}` as {TypeName.Of(column.Property.PropertyType)} ({row.Name}.{column.Property.Name}), and it is written as {written.SqlType} ({TypeName.Of(written.Property.PropertyType)})",
        "give both records the same type for it");

    internal static Diagnostic Cycle(CallSite site, IEnumerable<string> path) => Error(
        site, "SLUICE2304", $"assets read each other in a circle: {string.Join(" -> ", path)}",
        "read the partition before with [Previous], or take one of the reads away");

    internal static Diagnostic Duplicate(CallSite site, string name, CallSite other)
    {
        var (line, _, _) = other.Source.Locate(other.Span.Start);
        return Error(site, "SLUICE2305", $"there are two assets named `{name}`", $"the other one is declared at {other.Source.Path}:{line}; give one of them another name");
    }

    internal static Diagnostic NotAsync(CallSite site, string name, Type returned) => Error(
        site, "SLUICE2306", $"the code of `{name}` returns {TypeName.Of(returned)}, which cannot be waited for and is no rows",
        "return a Task, or the rows as IEnumerable<T>, IAsyncEnumerable<T> or a task of these");

    internal static Diagnostic NoColumnType(CallSite site, string name, Type row, RowColumn column) => Error(
        site, "SLUICE2307", $"no column can hold {row.Name}.{column.Property.Name} of `{name}`: {TypeName.Of(column.Property.PropertyType)}",
        "use a number, a text, a truth, a date or time, a Guid, bytes, a list or dictionary of these, or mark it [NotMapped]");

    internal static Diagnostic NoPartitions(CallSite site, string name, string parameter) => Error(
        site, "SLUICE2308", $"the parameter `{parameter}` of `{name}` takes a partition, and the asset has none", "give it partitions with .Partitioned(\"…\"), or take the parameter away");

    internal static Diagnostic WrongKeyType(CallSite site, string name, Parameter parameter) => Error(
        site, "SLUICE2309", $"the partition parameter `{parameter.Info.Name}` of `{name}` is {TypeName.Of(parameter.Info.ParameterType)}", "use string, int, long or DateOnly");

    internal static Diagnostic InvalidName(CallSite site, string name) => Error(
        site, "SLUICE2310", $"`{name}` is no name of an asset, group or check", "use letters, digits and underscores, and no digit first");

    internal static Diagnostic PoolAndKey(CallSite site, string name) => Error(
        site, "SLUICE2311", $"`{name}` has both a pool and a concurrency key", "keep one: a concurrency key is a pool with one slot");

    internal static Diagnostic BadOptions(CallSite site, string name, Type options, IEnumerable<string> failures) => Error(
        site, "SLUICE2312", $"the options {TypeName.Of(options)} that `{name}` takes are not valid: {string.Join("; ", failures)}", "set them in appsettings.json, in the environment, or with --config key=value");

    internal static Diagnostic NoMethod(CallSite site, string name, Type type, int found) => Error(
        site, "SLUICE2313", $"the class {TypeName.Of(type)} of `{name}` has {(found == 0 ? "no" : $"{found}")} public method{(found == 1 ? "" : "s")} named MaterializeAsync", "give it exactly one, whose parameters are what the asset reads");

    internal static Diagnostic NoConstructor(CallSite site, string name, Type row) => Error(
        site, "SLUICE2314", $"rows cannot be read into {TypeName.Of(row)}, which `{name}` reads: it has no public constructor whose parameters are its properties", "use a record, or a class with a public constructor without parameters");

    internal static Diagnostic UnknownPartitions(CallSite site, string name, string partitions, IEnumerable<string> known) => Error(
        site, "SLUICE2315", $"`{name}` is partitioned by `{partitions}`, and nothing declares these", Nearest.Hint(partitions, known) ?? "declare them with builder.AddPartitions, or in sluice.yml");

    internal static Diagnostic NotAwaitedCheck(CallSite site, string name, Type returned) => Error(
        site, "SLUICE2316", $"the check `{name}` returns {TypeName.Of(returned)}", "return bool or CheckResult, or a task of one of them");

    internal static Diagnostic OutputMismatch(CallSite site, string name, string message) => Error(
        site, "SLUICE2317", $"`{name}` {message}", "name an Output<T> parameter after each asset that .Produces<T>(…) declares, with the same record");

    internal static Diagnostic NotTracked(CallSite site, string reader, string name) => Error(
        site, "SLUICE2318", $"`{reader}` reads the changes of `{name}`, which does not keep track of them", $"declare `{name}` with .TrackChanges(\"key\"), or read all of it with Table<T>");

    internal static Diagnostic TrackedPartitions(CallSite site, string name) => Error(
        site, "SLUICE2319", $"`{name}` has partitions or no table, so its changes cannot be tracked", "take .TrackChanges away: a partition is built again as a whole");

    internal static Diagnostic WroteNothing(SqlNode node) => new(
        "SLUICE3133", Severity.Error, $"the code of `{node.Name}` has returned without writing anything", node.Source, node.Span,
        "write its rows through the AssetContext, even where there are none, or declare it with .WithoutTable()");

    internal static Diagnostic OutputNotWritten(SqlNode node, string output) => new(
        "SLUICE3133", Severity.Error, $"the code of `{node.Name}` has returned without writing to its output `{output}`", node.Source, node.Span,
        "write its rows, even where there are none");

    internal static Diagnostic NoSuchColumn(SqlNode reader, Type row, RowColumn column, string table, IEnumerable<string> present) => new(
        "SLUICE3134", Severity.Error, $"`{reader.Name}` reads the column `{column.Name}` ({row.Name}.{column.Property.Name}) of {table}, which has no such column", reader.Source, reader.Span,
        Nearest.Hint(column.Name, present) ?? $"it has {List(present)}");

    internal static Diagnostic QueryLacks(SqlNode node, Type row, string column, IEnumerable<string> present) => new(
        "SLUICE3135", Severity.Error, $"the query that `{node.Name}` writes has no column `{column}`, which {row.Name} promises", node.Source, node.Span,
        Nearest.Hint(column, present) ?? $"it has {List(present)}");

    internal static Diagnostic QueryHasMore(SqlNode node, Type row, string column, IEnumerable<string> promised) => new(
        "SLUICE3136", Severity.Error, $"the query that `{node.Name}` writes has a column `{column}`, which {row.Name} does not promise", node.Source, node.Span,
        Nearest.Hint(column, promised) ?? "leave it out of the query, or add a property for it");

    private static string List(IEnumerable<string> names) => string.Join(", ", names.Take(12).Select(name => $"`{name}`"));

    private static Diagnostic Error(CallSite site, string code, string message, string? hint) => new(code, Severity.Error, message, site.Source, site.Span, hint);
}
