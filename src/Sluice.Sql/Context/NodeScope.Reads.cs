using Sluice.Jinja;
using Sluice.Sql.Adapters;
using Sluice.Sql.Incremental;
using Sluice.Sql.Materializations;
using Sluice.Sql.Nodes;
using Sluice.Sql.Relations;

namespace Sluice.Sql.Context;

/// <content><c>ref</c>, <c>source</c>, <c>prev</c>, <c>changes</c> and <c>config</c>.</content>
internal sealed partial class NodeScope
{
    private object? Ref(JinjaCall call)
    {
        var args = call.Bind("ref", "name", "other?", "version?", "v?");
        var (package, name) = args.Has(1) && args[1] is not null ? (args.Text(0), args.Text(1)) : (null, args.Text(0));
        var version = (args[2] ?? args[3]) is { } asked ? JinjaValue.ToText(asked) : null;
        if (Capture is not null)
        {
            Capture.Read(ReadKind.Ref, package, name, 0, call, version);
            return Placeholder(name);
        }

        var found = Project.Index!.Find(package, name, Package, version) ?? throw Unknown(call, name);
        CheckKnown(call, found, package is null ? $"ref('{name}')" : $"ref('{package}', '{name}')");
        return UnitTest is not null ? UnitTest.Read(call, found) : RelationOf(found, Partition is { } partition && found.Partitions == partition.Set ? partition.Key : default);
    }

    private object? Prev(JinjaCall call)
    {
        var args = call.Bind("prev", "name", "n?", "initial?");
        var name = args.Text(0);
        var count = args.Integer(1, 1);
        if (count is < 1 or > int.MaxValue)
        {
            throw ContextErrors.PrevCount(call);
        }

        var initial = args[2] is null ? null : args.Text(2);
        if (Capture is not null)
        {
            Capture.Read(ReadKind.Prev, null, name, (int)count, call);
            if (initial is not null)
            {
                Capture.Read(ReadKind.Initial, null, initial, (int)count, call);
            }

            else if (Partition is { } current && current.Set.Back(current.Key, (int)count).IsNone)
            {
                Capture.Unguarded.AddRange(NothingBefore(call, name, count, current).Diagnostics.Select(problem => (name, problem)));
            }

            return Placeholder(name);
        }

        var partition = Partition ?? throw ContextErrors.PrevWithoutPartition(call, Node);
        var found = Project.Index!.Find(null, name, Package) ?? throw Unknown(call, name);
        CheckKnown(call, found, $"prev('{name}')");
        if (found.Partitions != partition.Set)
        {
            throw ContextErrors.PrevOfUnpartitioned(call, name);
        }

        if (UnitTest is not null)
        {
            return UnitTest.Read(call, found);
        }

        var key = partition.Set.Back(partition.Key, (int)count);
        if (!key.IsNone)
        {
            return RelationOf(found, key);
        }

        if (initial is null)
        {
            throw NothingBefore(call, name, count, partition);
        }

        var start = Project.Index.Find(null, initial, Package) ?? throw Unknown(call, initial);
        CheckKnown(call, start, $"ref('{initial}')");
        return RelationOf(start, start.Partitions == partition.Set ? partition.Key : default);
    }

    private static Jinja.JinjaException NothingBefore(JinjaCall call, string name, long count, PartitionState partition) => count == 1
        ? ContextErrors.PrevInFirst(call, name, partition.Key.Text!)
        : ContextErrors.PrevBeforeFirst(call, name, count, partition.Key.Text!);

    // The keys of the rows that came, changed or went since this model was last committed.
    private object? Changes(JinjaCall call)
    {
        var name = call.Bind("changes", "name").Text(0);
        if (Capture is not null)
        {
            Capture.Read(ReadKind.Ref, null, name, 0, call);
            return Placeholder(name);
        }

        var found = Project.Index!.Find(null, name, Package) ?? throw Unknown(call, name);
        CheckKnown(call, found, $"changes('{name}')");
        return ChangeLog.Of(found, RelationName.Of(found, Project.Target.Database)) is { } log ? log.Unseen(Node!.UniqueId) : throw ContextErrors.ChangesOfUntracked(call, name);
    }

    private object? Source(JinjaCall call)
    {
        var args = call.Bind("source", "source_name", "table_name");
        var (source, table) = (args.Text(0), args.Text(1));
        if (Capture is not null)
        {
            Capture.Read(ReadKind.Source, source, table, 0, call);
            return Placeholder(table);
        }

        var found = Project.Index!.FindSource(source, table, Package) ?? throw ContextErrors.UnknownSource(call, $"{source}.{table}");
        CheckKnown(call, found, $"source('{source}', '{table}')");
        return UnitTest is not null ? UnitTest.Read(call, found) : Limited(found, found.Relation);
    }

    private Relation Placeholder(string name) => new(Project.Target.Database, Project.Target.Schema, name);

    private Jinja.JinjaException Unknown(JinjaCall call, string name) =>
        ContextErrors.UnknownRef(call, name, Sluice.Diagnostics.Nearest.To(name, Project.Index!.Names));

    // A read that parsing did not see is not in the graph: its table may not exist yet.
    private void CheckKnown(JinjaCall call, SqlNode found, string text)
    {
        if (Node is null or OperationNode or AnalysisNode || Node.UniqueId == found.UniqueId)
        {
            return;
        }

        foreach (var dependency in Node.Dependencies)
        {
            if (string.Equals(dependency.UniqueId, found.UniqueId, StringComparison.Ordinal))
            {
                return;
            }
        }

        throw ContextErrors.HiddenRef(call, Node, text);
    }

    private Relation? RelationOf(SqlNode found, Assets.PartitionKey key)
    {
        if (found is ModelNode { IsEphemeral: true } model)
        {
            return new Relation(null, null, Ephemerals?.Add(model, key, Partition) ?? $"__dbt__cte__{model.StandardAlias}", RelationType.Cte)
                .WithQuoted(new RelationParts(true, true, Identifier: false));
        }

        var deferred = Project.Deferral?.Of(found);
        var relation = deferred ?? found.Relation;
        return Limited(found, found.Partitions is not { } set ? relation
            : !key.IsNone ? relation?.WithFilter(PartitionSql.Condition(set, key))
            : NamesTables ? relation
            : Partition is { } current && current.Set != set && current.Set.Meets(set) ? relation?.WithFilter(PartitionSql.Meeting(set, current.Set, current.Key))
            : Until is { } last && last.Set == set ? relation?.WithFilter(PartitionSql.ConditionUntil(set, last.Key))
            : deferred is null ? found.DeclaredRows
            : deferred.WithFilter(PartitionSql.Condition(set)));
    }

    // dbt: only what says its event time is limited; `this` and hooks see the whole table.
    private Relation? Limited(SqlNode found, Relation? relation)
    {
        if (NamesTables || relation is null)
        {
            return relation;
        }

        var read = Window() is { } window && found.Config.GetString("event_time") is { Length: > 0 } column ? relation.Where(window.Condition(column)) : relation;
        return Project.Invocation.Empty ? read.Where("false limit 0") : read;
    }

    // A sample is of what models and snapshots read: tests look at all of what was built.
    private EventWindow? Window() => (Runtime.Batch?.Window, Node is ModelNode ? Project.Invocation.Sample : null) switch
    {
        ({ } batch, { } sample) => batch.Intersect(sample),
        var (batch, sample) => batch ?? sample,
    };

    private HostObject Config() => new("config", ConfigMember, Capture is null ? _ => "" : CaptureConfig);

    private object? ConfigMember(string member) => member switch
    {
        "get" => new JinjaFunction(member, call => ConfigGet(call, isRequired: false)),
        "require" => new JinjaFunction(member, call => ConfigGet(call, isRequired: true)),
        "meta_get" or "meta_require" => new JinjaFunction(member, call => MetaGet(call, member)),
        "set" => new JinjaFunction(member, _ => ""),
        "persist_relation_docs" => new JinjaFunction(member, _ => PersistsDocs("relation")),
        "persist_column_docs" => new JinjaFunction(member, _ => PersistsDocs("columns")),
        "model" => AskNode() is { } node ? NodeDictionary.Create(node, Project) : null,
        _ => HostObject.Missing,
    };

    private bool PersistsDocs(string what) => AskNode()?.Config.GetMap("persist_docs")?.GetValueOrDefault(what) is true;

    private object? MetaGet(JinjaCall call, string member)
    {
        var args = call.Bind(member, "name", "default?", "validator?");
        return Capture is not null ? ""
            : Node?.Config.GetMap("meta")?.GetValueOrDefault(args.Text(0))
                ?? (member == "meta_require" ? throw ContextErrors.MissingConfig(call, Node, $"meta.{args.Text(0)}") : args[1]);
    }

    private object? ConfigGet(JinjaCall call, bool isRequired)
    {
        var args = call.Bind("get", "name", "default?", "validator?");
        if (Capture is not null)
        {
            return "";
        }

        var name = args.Text(0);
        if (Node is null)
        {
            return args[1];
        }

        if (Node.Config.Contains(name))
        {
            if (args[2] is JinjaObject { IsCallable: true } check)
            {
                call.Invoke(check, [Node.Config[name]]);
            }

            return Node.Config[name];
        }

        return EmptyConfig.Of(name) is { } empty ? empty
            : ConfigDefaults.TryGet(Node.ResourceType, name, out var value) ? value ?? args[1]
            : isRequired ? throw ContextErrors.MissingConfig(call, Node, name)
            : args[1];
    }

    private object? CaptureConfig(JinjaCall call)
    {
        if (call.Args is [JinjaDict dict] && call.Kwargs.Count == 0)
        {
            foreach (var (key, value) in dict)
            {
                Capture!.Config.Add(new(JinjaValue.ToText(key), value));
            }
        }
        else if (call.Args.Count > 0)
        {
            throw ContextErrors.BadConfigCall(call);
        }

        Capture!.Config.AddRange(call.Kwargs);
        return "";
    }
}
