using System.Text.RegularExpressions;

namespace Sluice.Graph.Tests.Neo4j.StandIn;

/// <summary>The result of a statement, and what it changed.</summary>
internal sealed record StatementResult(string[] Fields, List<object?[]> Rows, Dictionary<string, long> Counters);

/// <summary>Runs the few forms of Cypher that the target sends, as Neo4j would; anything else is a syntax error.</summary>
internal sealed class Statements(GraphStore store)
{
    private const string Name = "`((?:[^`]|``)+)`";

    private static readonly Regex Constraint = new($@"^CREATE CONSTRAINT {Name} IF NOT EXISTS FOR \(n:{Name}\) REQUIRE n\.{Name} IS UNIQUE$");
    private static readonly Regex Index = new($@"^CREATE INDEX {Name} IF NOT EXISTS FOR (?:\(n:{Name}\) ON \(n\.{Name}\)|\(\)-\[r:{Name}\]-\(\) ON \(r\.{Name}\))$");
    private static readonly Regex AwaitIndexes = new(@"^CALL db\.awaitIndexes\(\d+\)$");
    private static readonly Regex MergeNodes = new(
        $@"^UNWIND \$rows AS row MERGE \(n:{Name} \{{{Name}: row\.key\}}\) WITH row, n WHERE n\.`_hash` IS NULL OR n\.`_hash` <> row\.hash "
        + @"SET n \+= row\.props, n\.`_hash` = row\.hash RETURN count\(\*\) AS written$");
    private static readonly Regex FindMissing = new(
        $@"^UNWIND \$rows AS row OPTIONAL MATCH \(a:{Name} \{{{Name}: row\.from\}}\) OPTIONAL MATCH \(b:{Name} \{{{Name}: row\.to\}}\) "
        + @"WITH row, a, b WHERE a IS NULL OR b IS NULL RETURN row\.number AS number, a IS NULL AS noFrom, b IS NULL AS noTo$");
    private static readonly Regex MergeRelationships = new(
        $@"^UNWIND \$rows AS row MATCH \(a:{Name} \{{{Name}: row\.from\}}\) MATCH \(b:{Name} \{{{Name}: row\.to\}}\) "
        + $@"MERGE \(a\)-\[n:{Name}(?: \{{{Name}: row\.key\}})?\]->\(b\) WITH row, n WHERE n\.`_hash` IS NULL OR n\.`_hash` <> row\.hash "
        + @"SET n \+= row\.props, n\.`_hash` = row\.hash RETURN count\(\*\) AS written$");

    internal async Task<StatementResult> RunAsync(ServerTransaction transaction, string statement, Dictionary<string, object?> parameters)
    {
        if (Constraint.Match(statement) is { Success: true } constraint)
        {
            return Schema("constraintsAdded", store.Constraints.TryAdd(Group(constraint, 1), (Group(constraint, 2), Group(constraint, 3))));
        }

        if (Index.Match(statement) is { Success: true } index)
        {
            return Schema("indexesAdded", store.Indexes.TryAdd(Group(index, 1), statement));
        }

        if (AwaitIndexes.IsMatch(statement))
        {
            return new([], [], []);
        }

        if (MergeNodes.Match(statement) is { Success: true } nodes)
        {
            return await MergeNodesAsync(transaction, Group(nodes, 1), Group(nodes, 2), Rows(parameters));
        }

        if (FindMissing.Match(statement) is { Success: true } missing)
        {
            return FindMissingEnds(transaction, missing, Rows(parameters));
        }

        return MergeRelationships.Match(statement) is { Success: true } relationships
            ? await MergeRelationshipsAsync(transaction, relationships, Rows(parameters))
            : throw Neo4jError.Syntax(statement);
    }

    private async Task<StatementResult> MergeNodesAsync(ServerTransaction transaction, string label, string key, List<Dictionary<string, object?>> rows)
    {
        var counters = new Dictionary<string, long>();
        var written = 0L;
        foreach (var row in rows)
        {
            var value = row["key"] ?? throw new Neo4jError(
                "Neo.ClientError.Statement.SemanticError", $"Cannot merge the following node because of null property value for '{key}'");
            var node = store.FindNode(transaction, label, key, value);
            if (node is null && store.Constraints.Values.Contains((label, key)))
            {
                await store.Locks.TakeAsync(transaction, $"INDEX_ENTRY({label}.{key}={value})");
                node = store.FindNode(transaction, label, key, value); // another transaction may have committed it meanwhile
            }

            if (node is null)
            {
                node = store.Create(transaction, label);
                Count(counters, "nodesCreated");
                Count(counters, "labelsAdded");
                await store.SetAsync(transaction, node, key, value);
            }

            written += await WriteWhereDifferentAsync(transaction, node, row, counters);
        }

        return new(["written"], [[written]], counters);
    }

    private StatementResult FindMissingEnds(ServerTransaction transaction, Match form, List<Dictionary<string, object?>> rows)
    {
        var found = rows
            .Select(row => (Row: row, From: End(transaction, form, 1, row["from"]), To: End(transaction, form, 3, row["to"])))
            .Where(ends => ends.From is null || ends.To is null);
        return new(["number", "noFrom", "noTo"], [.. found.Select(ends => new[] { ends.Row["number"], ends.From is null, ends.To is null })], []);
    }

    private async Task<StatementResult> MergeRelationshipsAsync(ServerTransaction transaction, Match form, List<Dictionary<string, object?>> rows)
    {
        var counters = new Dictionary<string, long>();
        var written = 0L;
        var (type, key) = (Group(form, 5), form.Groups[6].Success ? Group(form, 6) : null);
        foreach (var row in rows)
        {
            if (End(transaction, form, 1, row["from"]) is not { } from || End(transaction, form, 3, row["to"]) is not { } to)
            {
                continue; // MATCH finds nothing: the row is gone
            }

            var value = key is null ? null : row["key"];
            var relationship = store.FindRelationship(transaction, from, type, to, key, value);
            if (relationship is null)
            {
                await store.Locks.TakeAsync(transaction, $"NODE({from.Id})");
                await store.Locks.TakeAsync(transaction, $"NODE({to.Id})");
                relationship = store.FindRelationship(transaction, from, type, to, key, value);
            }

            if (relationship is null)
            {
                relationship = store.Create(transaction, type, from, to);
                Count(counters, "relationshipsCreated");
                if (key is not null)
                {
                    await store.SetAsync(transaction, relationship, key, value);
                }
            }

            written += await WriteWhereDifferentAsync(transaction, relationship, row, counters);
        }

        return new(["written"], [[written]], counters);
    }

    private async Task<int> WriteWhereDifferentAsync(
        ServerTransaction transaction, Entity entity, Dictionary<string, object?> row, Dictionary<string, long> counters)
    {
        if (entity.PropertiesFor(transaction).TryGetValue("_hash", out var hash) && hash.Equals(row["hash"]))
        {
            return 0;
        }

        await store.Locks.TakeAsync(transaction, $"{(entity.From is null ? "NODE" : "RELATIONSHIP")}({entity.Id})");
        foreach (var (name, value) in (Dictionary<string, object?>)row["props"]!)
        {
            if (value is Dictionary<string, object?>)
            {
                throw new Neo4jError(
                    "Neo.ClientError.Statement.TypeError", "Property values can only be of primitive types or arrays thereof. Encountered: Map.");
            }

            Count(counters, "propertiesSet", await store.SetAsync(transaction, entity, name, value));
        }

        Count(counters, "propertiesSet", await store.SetAsync(transaction, entity, "_hash", row["hash"]));
        return 1;
    }

    private Entity? End(ServerTransaction transaction, Match form, int group, object? key) =>
        key is null ? null : store.FindNode(transaction, Group(form, group), Group(form, group + 1), key);

    private static StatementResult Schema(string counter, bool isNew) => new([], [], isNew ? new() { [counter] = 1 } : []);

    private static List<Dictionary<string, object?>> Rows(Dictionary<string, object?> parameters) =>
        parameters.TryGetValue("rows", out var rows) && rows is List<object?> list
            ? [.. list.Cast<Dictionary<string, object?>>()]
            : throw new Neo4jError("Neo.ClientError.Statement.ParameterMissing", "Expected parameter(s): rows");

    private static void Count(Dictionary<string, long> counters, string name, long by = 1) =>
        counters[name] = counters.GetValueOrDefault(name) + by;

    private static string Group(Match match, int number) => match.Groups[number].Value.Replace("``", "`", StringComparison.Ordinal);
}
