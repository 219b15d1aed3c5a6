using System.Collections.Immutable;
using Sluice.Jinja;
using Sluice.Sql.Nodes;
using Sluice.Sql.Relations;

namespace Sluice.Sql.Context;

/// <summary>
/// The names that one render of one node sees. A name means: what the caller adds, a macro of the node's package, a macro of the
/// project, a name of dbt, a package, a built-in macro. Used by one thread.
/// </summary>
internal sealed partial class NodeScope(
    ProjectContext project, SqlNode? node, string package, IRuntimeNames runtime) : IJinjaScope
{
    private static readonly object Unset = new();
    private readonly Dictionary<string, object?> _values = new(StringComparer.Ordinal);

    internal ProjectContext Project { get; } = project;

    internal SqlNode? Node { get; } = node;

    internal string Package { get; } = package;

    internal IRuntimeNames Runtime { get; } = runtime;

    /// <summary>Takes what the template reads; null while the node runs.</summary>
    internal ParseCapture? Capture { get; init; }

    /// <summary>The partition; null for a node without.</summary>
    internal PartitionState? Partition { get; set; }

    /// <summary>The last partition that a node without partitions sees of others; null for all that are declared.</summary>
    internal PartitionState? Until { get; init; }

    /// <summary>True for a partitioned node whose partition reads no earlier one yet: <c>prev</c> is not checked while parsing.</summary>
    internal bool FullRefresh { get; init; }

    /// <summary>True where <c>ref</c> names a table that a statement may write to, as hooks do; false where it stands for the rows to read.</summary>
    internal bool NamesTables { get; init; }

    /// <summary>Names that only this render sees; null for none.</summary>
    internal IReadOnlyDictionary<string, object?>? Extra { get; init; }

    /// <summary>Takes the ephemeral models that are read; null while parsing.</summary>
    internal EphemeralReads? Ephemerals { get; init; }

    /// <summary>What the node sees under a unit test; null outside of one.</summary>
    internal UnitTestScope? UnitTest { get; init; }

    internal bool IsParsing => Capture is not null;

    public IEnumerable<string> Names => Project.Macros.NamesFor(Package);

    /// <inheritdoc/>
    public string? HintFor(string name) => Diagnostics.Nearest.Hint(name, Names) ?? (name.StartsWith("dbt_", StringComparison.Ordinal) ? NodeErrors.PackageHint(name) : null);

    public bool TryGet(string name, out object? value)
    {
        if (!_values.TryGetValue(name, out value))
        {
            value = Find(name);
            _values.Add(name, value);
        }

        if (!ReferenceEquals(value, Unset))
        {
            return true;
        }

        value = null;
        return false;
    }

    /// <summary>The macro that a name means, bound to this scope; null where none is named so.</summary>
    internal JinjaObject? FindMacro(string name)
    {
        var dot = name.IndexOf('.', StringComparison.Ordinal);
        if (dot < 0)
        {
            return Project.Macros.FindVisible(Package, name) is { } macro ? Bind(macro)
                : FindBuiltIn(name) as JinjaObject ?? FindInOtherPackages(name);
        }

        return Namespace(name[..dot]) is { } found && found.TryGetAttribute(name[(dot + 1)..], out var member) ? member as JinjaObject : null;
    }

    private JinjaCallable Bind(MacroEntry macro)
    {
        Capture?.Macros.Add(macro.UniqueId);
        return macro.Bind(this);
    }

    private object? Find(string name)
    {
        if (Extra is not null && Extra.TryGetValue(name, out var extra))
        {
            return extra;
        }

        if (UnitTest is not null && UnitTest.TryGetMacro(name, out var stub))
        {
            return stub;
        }

        if (Project.Macros.FindVisible(Package, name) is { } macro)
        {
            return Bind(macro);
        }

        var value = Own(name);
        if (!ReferenceEquals(value, Unset))
        {
            return value;
        }

        if (TryGetShared(name, out var shared))
        {
            return shared;
        }

        if (FindBuiltIn(name) is { } builtIn)
        {
            return builtIn;
        }

        return Namespace(name) ?? (Runtime.TryGet(name, out var other) ? other : Unset);
    }

    private bool TryGetShared(string name, out object? value)
    {
        Capture?.Inputs.AddShared(name);
        var isKnown = Project.TryGetShared(name, out value);
        if (Capture is not null && name == "modules")
        {
            value = new WatchedModules((JinjaObject)value!, Capture.Inputs);
        }

        return isKnown;
    }

    // What is asked while parsing decides whether the answer can be kept.
    private SqlNode? AskNode(RenderInput kind = RenderInput.Node)
    {
        Capture?.Inputs.Add(kind);
        return Node;
    }

    private object? Own(string name) => name switch
    {
        "ref" => new JinjaFunction(name, Ref),
        "source" => new JinjaFunction(name, Source),
        "prev" => new JinjaFunction(name, Prev),
        "changes" => new JinjaFunction(name, Changes),
        "config" => Config(),
        "var" => VarObject(),
        "env_var" => new JinjaFunction(name, EnvVar),
        "this" => UnitTest?.This() ?? AskNode()?.Relation ?? (object?)null,
        "execute" => !IsParsing,
        "model" => AskNode() is { } node ? Model(node) : new JinjaDict(),
        "partition" when Partition is not null => Partition,
        "adapter" => Adapter(),
        "api" => Api(),
        "graph" => Project.Graph?.Value ?? GraphValue.Empty(),
        "thread_id" => ThreadId(),
        "selected_resources" => new JinjaList(Project.SelectedResources),
        "caller" => Unset,
        "doc" => new JinjaFunction(name, _ => ""),
        _ => Rarer(name),
    };

    private string ThreadId()
    {
        Capture?.Inputs.Add(RenderInput.Once);
        return $"Thread-{Environment.CurrentManagedThreadId}";
    }

    private JinjaDict Model(SqlNode node)
    {
        var dict = NodeDictionary.Create(node, Project);
        if (Runtime.Batch is { } batch)
        {
            dict["batch"] = new JinjaDict(
            [
                new("id", batch.Id), new("event_time_start", new Python.PythonDateTime(batch.Start, TimeSpan.Zero)), new("event_time_end", new Python.PythonDateTime(batch.End, TimeSpan.Zero)),
            ]);
        }

        return dict;
    }

    /// <summary>What <c>dbt.x</c> means: the project's override, the database's function, dbt's macro; null for none.</summary>
    private object? FindBuiltIn(string name)
    {
        var isPlain = Project.BuiltinNames.Contains(name);
        if (!isPlain && Unprefixed(name) is { } plain)
        {
            return Project.BuiltinNames.Contains(plain) ? Original(plain) : null;
        }

        return !isPlain ? null : Project.Overrides.TryGetValue(name, out var macro) ? Bind(macro) : Original(name);
    }

    // `default__x` and `duckdb__x` reach dbt's own x past the project's override.
    private string? Unprefixed(string name)
    {
        const string Default = "default__";
        var adapter = Project.Builtins.AdapterType + "__";
        return name.StartsWith(Default, StringComparison.Ordinal) ? name[Default.Length..]
            : name.StartsWith(adapter, StringComparison.Ordinal) ? name[adapter.Length..] : null;
    }

    private object? Original(string name) =>
        Naming(name) ?? (Runtime.TryGet(name, out var function) ? function
            : Project.Macros.Find(MacroLibrary.BuiltIn, name) is { } macro ? Bind(macro) : null);

    private JinjaFunction? Naming(string name) => name switch
    {
        "generate_schema_name" => new JinjaFunction(name, call =>
            NamingFunctions.Schema(call.Bind(name, "custom_schema_name?", "node?")[0] as string, Project.Target.Schema)),
        "generate_schema_name_for_env" => new JinjaFunction(name, call =>
            Project.Target.Name == "prod" && call.Bind(name, "custom_schema_name", "node?")[0] is string custom ? custom.Trim() : Project.Target.Schema),
        "generate_database_name" => new JinjaFunction(name, call =>
            NamingFunctions.Database(call.Bind(name, "custom_database_name?", "node?")[0] as string, Project.Target.Database)),
        "generate_alias_name" => new JinjaFunction(name, GenerateAlias),
        "is_incremental" => new JinjaFunction(name, _ => !IsParsing && Node?.Config.Materialized == "incremental" && Runtime.IsIncremental),
        "should_full_refresh" => new JinjaFunction(name, _ => ShouldFullRefresh()),
        "should_store_failures" => new JinjaFunction(name, _ => StoresFailures()),
        "get_where_subquery" => new JinjaFunction(name, WhereSubquery),
        _ => null,
    };

    private static object? GenerateAlias(JinjaCall call)
    {
        var args = call.Bind("generate_alias_name", "custom_alias_name?", "node?");
        var name = args[1] is JinjaDict dict && dict.TryGetValue("name", out var found) ? JinjaValue.ToText(found) : "";
        return NamingFunctions.Alias(args[0] as string, name);
    }

    private bool ShouldFullRefresh() => AskNode(RenderInput.Node | RenderInput.Invocation)?.Config.GetBoolean("full_refresh") ?? (FullRefresh || Project.Invocation.FullRefresh);

    private bool StoresFailures()
    {
        var config = AskNode(RenderInput.Node | RenderInput.Invocation)?.Config;
        if (config?.GetString("store_failures_as") is { } kind)
        {
            return kind is "table" or "view";
        }

        return config?.GetBoolean("store_failures") ?? Project.Invocation.StoreFailures ?? false;
    }

    // dbt: the tested relation, limited by the test's `where`.
    private object? WhereSubquery(JinjaCall call)
    {
        var relation = call.Bind("get_where_subquery", "relation")[0];
        var where = AskNode()?.Config.GetString("where");
        return string.IsNullOrEmpty(where) ? relation : $"(select * from {JinjaValue.ToText(relation)} where {where}) dbt_subquery";
    }

    private JinjaObject? FindInOtherPackages(string name)
    {
        foreach (var other in Project.Macros.Packages)
        {
            if (Project.Macros.Find(other, name) is { } macro)
            {
                return Bind(macro);
            }
        }

        return null;
    }

    private HostObject? Namespace(string name)
    {
        // dbt keeps DuckDB's own macros in a package of their own; here both are one.
        if (name == MacroLibrary.BuiltIn || name == $"{MacroLibrary.BuiltIn}_{Project.Builtins.AdapterType}")
        {
            return new HostObject("dbt", member => FindBuiltIn(member) ?? HostObject.Missing, names: () => Project.BuiltinNames);
        }

        return Project.Packages.Contains(name, StringComparer.Ordinal)
            ? new HostObject("package", member => UnitTest is not null && UnitTest.TryGetMacro($"{name}.{member}", out var stub) ? stub
                : Project.Macros.Find(name, member) is { } macro ? Bind(macro) : HostObject.Missing, names: () => Project.Macros.NamesFor(name))
            : null;
    }

    private object Adapter()
    {
        Runtime.TryGet("adapter", out var found);
        var inner = found as JinjaObject;
        var dispatch = new JinjaFunction("dispatch", Dispatch);
        return new HostObject("adapter", member =>
            member == "dispatch" ? dispatch
            : member == "Relation" ? RelationApi.Instance
            : member == "config" ? AdapterConfig()
            : member == "external_root" ? new JinjaFunction(member, _ => Project.Target.ExternalRoot ?? ".")
            : member == "warn_once" ? new JinjaFunction(member, call => ExceptionFunctions.Warn(call, Project.Invocation))
            : inner is not null && inner.TryGetAttribute(member, out var value) ? value
            : inner is null && IsParsing ? new JinjaFunction(member, _ => null)
            : HostObject.Missing, names: () => Adapters.AdapterObject.Names);
    }

    private JinjaDict AdapterConfig()
    {
        TryGetShared("target", out var target);
        return new JinjaDict([new("credentials", target), new("target_name", Project.Target.Name), new("threads", (long)Project.Target.Threads), new("project_name", Project.Root.Name)]);
    }

    private object? Dispatch(JinjaCall call)
    {
        var args = call.Bind("dispatch", "macro_name", "macro_namespace?", "packages?");
        var name = args.Text(0);
        var tried = ImmutableArray.CreateBuilder<string>();
        foreach (var owner in Project.SearchOrder(args[1] as string) ?? [""])
        {
            foreach (var prefix in (ReadOnlySpan<string>)[Project.Builtins.AdapterType, "default"])
            {
                var full = $"{prefix}__{name}";
                tried.Add(owner.Length == 0 ? full : $"{owner}.{full}");
                var found = owner.Length == 0 ? FindMacro(full)
                    : owner == MacroLibrary.BuiltIn ? FindBuiltIn(full)
                    : Project.Macros.Find(owner, full) is { } macro ? Bind(macro) : null;
                if (found is not null)
                {
                    return found;
                }
            }
        }

        throw ContextErrors.NoSuchMacro(call, name, tried.ToImmutable());
    }

    private object Api()
    {
        Runtime.TryGet("api", out var found);
        var inner = found as JinjaObject;
        return new HostObject("api", member =>
            member == "Relation" ? RelationApi.Instance : inner is not null && inner.TryGetAttribute(member, out var value) ? value : HostObject.Missing);
    }

    private object? EnvVar(JinjaCall call)
    {
        var args = call.Bind("env_var", "var", "default?");
        var name = args.Text(0);
        Capture?.EnvironmentVariables.Add(name);
        Capture?.Inputs.EnvironmentVariables.Add(name);
        if (name.StartsWith("DBT_ENV_SECRET", StringComparison.Ordinal))
        {
            throw ContextErrors.SecretOutside(call, name);
        }

        return UnitTest?.Environment(name) ?? Project.Invocation.Environment(name) ?? (args.Has(1) ? args[1] : throw ContextErrors.EnvironmentMissing(call, name));
    }

    private HostObject VarObject() => new(
        "var",
        member => member == "has_var" ? new JinjaFunction(member, call => TryGetVariable(call.Bind(member, "var_name").Text(0), out _)) : HostObject.Missing,
        call =>
        {
            var args = call.Bind("var", "var_name", "default?");
            var name = args.Text(0);
            if (TryGetVariable(name, out var value))
            {
                return value;
            }

            if (args.Has(1))
            {
                return args[1];
            }

            var missing = ContextErrors.VariableMissing(call, name, Project.Variables.NamesFor(Package));
            if (Capture is null)
            {
                throw missing;
            }

            Capture.Warnings.AddRange(missing.Diagnostics.Select(item => item with { Severity = Diagnostics.Severity.Warning }));
            return null;
        });

    private bool TryGetVariable(string name, out object? value)
    {
        Capture?.Variables.Add(name);
        Capture?.Inputs.Variables.Add(name);
        if (UnitTest is not null && UnitTest.TryGetVariable(name, out value))
        {
            return true;
        }

        if (Partition is { } partition && partition.TryGetVariable(name, out value))
        {
            return true;
        }

        return Project.Variables.TryGet(Package, name, out value);
    }
}
