using System.Collections.Immutable;
using System.Globalization;
using Sluice.Jinja;
using Sluice.Partitions;
using Sluice.Sql.Context.Python;
using Sluice.Sql.Nodes;
using Sluice.Sql.Project;
using Sluice.Sql.State;

namespace Sluice.Sql.Context;

/// <summary>What all templates of a project share. Immutable once the project is loaded.</summary>
internal sealed class ProjectContext
{
    /// <summary>The version of dbt whose behaviour this engine has.</summary>
    internal const string AnnouncedVersion = "1.11.14";

    private readonly Dictionary<string, object?> _shared;

    internal ProjectContext(
        DbtProjectFile root, Target target, Invocation invocation, Variables variables, MacroLibrary macros, ISqlBuiltins builtins,
        ImmutableArray<string> packages, ImmutableDictionary<string, PartitionSet> partitions)
    {
        Root = root;
        Target = target;
        Invocation = invocation;
        Variables = variables;
        Macros = macros;
        Builtins = builtins;
        Packages = packages;
        Partitions = partitions;
        BuiltinNames = builtins.FunctionNames.Concat(NamingFunctions.Names)
            .Concat(macros.All.Where(macro => macro.Package == MacroLibrary.BuiltIn).Select(macro => macro.Name))
            .ToHashSet(StringComparer.Ordinal);
        Overrides = FindOverrides();
        _shared = Shared().ToDictionary(StringComparer.Ordinal);
    }

    internal DbtProjectFile Root { get; }

    internal Target Target { get; }

    internal Invocation Invocation { get; }

    internal Variables Variables { get; }

    internal MacroLibrary Macros { get; }

    internal ISqlBuiltins Builtins { get; }

    /// <summary>The names of all packages, the root included.</summary>
    internal ImmutableArray<string> Packages { get; }

    internal ImmutableDictionary<string, PartitionSet> Partitions { get; }

    /// <summary>The variables that hold a partition's key.</summary>
    internal IEnumerable<string> PartitionVariables => Partitions.Values.Select(set => set.Variable).OfType<string>();

    /// <summary>Every name that <c>dbt.x</c> answers.</summary>
    internal HashSet<string> BuiltinNames { get; }

    /// <summary>The project's macros that take the place of a built-in one, such as <c>duckdb__type_string</c> of <c>type_string</c>.</summary>
    internal Dictionary<string, MacroEntry> Overrides { get; }

    /// <summary>The nodes that can be read; set once all nodes are known.</summary>
    internal NodeIndex? Index { get; set; }

    /// <summary>The value of <c>graph</c>; set once all nodes are known.</summary>
    internal Lazy<JinjaDict>? Graph { get; set; }

    /// <summary>The unique ids of what the user selected; set by the command.</summary>
    internal ImmutableArray<string> SelectedResources { get; set; } = [];

    /// <summary>The names that <see cref="TryGetShared"/> answers.</summary>
    internal IEnumerable<string> SharedNames => _shared.Keys;

    /// <summary>What is read from an earlier state; null for nothing. Set by the command.</summary>
    internal Deferral? Deferral { get; set; }

    internal bool TryGetShared(string name, out object? value) => _shared.TryGetValue(name, out value);

    /// <summary>The packages that <c>adapter.dispatch</c> looks through; null where any visible macro will do.</summary>
    internal ImmutableArray<string>? SearchOrder(string? package) =>
        package is null ? null
        : Root.Dispatch.TryGetValue(package, out var order) ? order
        : [Root.Name, package];

    private Dictionary<string, MacroEntry> FindOverrides()
    {
        var found = new Dictionary<string, MacroEntry>(StringComparer.Ordinal);
        foreach (var package in SearchOrder(MacroLibrary.BuiltIn)!.Value.Where(package => package != MacroLibrary.BuiltIn))
        {
            foreach (var prefix in (string[])[$"{Builtins.AdapterType}__", "default__"])
            {
                foreach (var macro in Macros.All.Where(macro => macro.Package == package && macro.Name.StartsWith(prefix, StringComparison.Ordinal)))
                {
                    var name = macro.Name[prefix.Length..];
                    if (BuiltinNames.Contains(name))
                    {
                        found.TryAdd(name, macro);
                    }
                }
            }
        }

        return found;
    }

    private IEnumerable<KeyValuePair<string, object?>> Shared()
    {
        foreach (var (name, function) in BaseFunctions.All)
        {
            yield return new(name, function);
        }

        var started = Invocation.Time.GetUtcNow();
        var id = Invocation.Id.Length > 0 ? Invocation.Id : Guid.CreateVersion7(started).ToString("D", CultureInfo.InvariantCulture);
        yield return new("target", TargetValues());
        yield return new("flags", FlagsObject());
        yield return new("invocation_id", id);
        yield return new("run_started_at", PythonDateTime.Of(started));
        yield return new("dbt_version", AnnouncedVersion);
        yield return new("project_name", Root.Name);
        yield return new("database", Target.Database);
        yield return new("schema", Target.Schema);
        yield return new("modules", PythonModules.Create(Invocation.Time));
        yield return new("dbt_metadata_envs", MetadataEnvironment());
        yield return new("invocation_args_dict", new JinjaDict(Invocation.Arguments.OrderBy(pair => pair.Key, StringComparer.Ordinal)));
        yield return new("exceptions", ExceptionFunctions.Create(Invocation));
        yield return new("log", new JinjaFunction("log", Log));
        yield return new("print", new JinjaFunction("print", Print));
    }

    // The variables that a team wants to see in what is kept of a run.
    private JinjaDict MetadataEnvironment()
    {
        const string Prefix = "DBT_ENV_CUSTOM_ENV_";
        var found = new JinjaDict();
        foreach (var name in Environment.GetEnvironmentVariables().Keys.OfType<string>().Where(name => name.StartsWith(Prefix, StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            found[name[Prefix.Length..]] = Invocation.Environment(name);
        }

        return found;
    }

    private JinjaDict TargetValues()
    {
        var values = new JinjaDict(Target.Values);
        values["name"] = Target.Name;
        values["target_name"] = Target.Name;
        values["profile_name"] = Target.ProfileName;
        values["type"] = Target.Type;
        values["schema"] = Target.Schema;
        values["database"] = Target.Database;
        values["path"] = Target.Path;
        values["threads"] = Target.Threads;
        return values;
    }

    private HostObject FlagsObject()
    {
        var flags = new Dictionary<string, object?>(StringComparer.OrdinalIgnoreCase)
        {
            ["WHICH"] = Invocation.Command,
            ["FULL_REFRESH"] = Invocation.FullRefresh,
            ["STORE_FAILURES"] = Invocation.StoreFailures ?? false,
            ["INVOCATION_COMMAND"] = $"dbt {Invocation.Command}",
            ["PROJECT_DIR"] = Root.Folder,
            ["PROFILE"] = Target.ProfileName,
            ["TARGET"] = Target.Name,
            ["EMPTY"] = Invocation.Empty,
            ["FAIL_FAST"] = false,
            ["DEBUG"] = false,
            ["QUIET"] = false,
            ["WARN_ERROR"] = false,
            ["PRINT"] = true,
            ["INDIRECT_SELECTION"] = "eager",
            ["USE_COLORS"] = true,
        };
        foreach (var (name, value) in Invocation.Flags)
        {
            flags[name] = value;
        }

        return new HostObject("Flags", name => flags.TryGetValue(name, out var value) ? JinjaValue.From(value) : HostObject.Missing);
    }

    private object? Log(JinjaCall call)
    {
        var args = call.Bind("log", "msg", "info?");
        Invocation.Messages.Log(args.Text(0), args.Flag(1));
        return "";
    }

    private object? Print(JinjaCall call)
    {
        Invocation.Messages.Print(call.Bind("print", "msg").Text(0));
        return "";
    }
}
