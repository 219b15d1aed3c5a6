using Sluice.Jinja;
using Sluice.Sql.Adapters;
using Sluice.Sql.Adapters.Results;
using Sluice.Sql.Context;
using Sluice.Sql.Hooks;

namespace Sluice.Sql.Operations;

/// <summary>
/// The names that the database gives to templates: <c>adapter</c>, <c>run_query</c>, <c>statement</c>, <c>load_result</c> and
/// their kin. One object for each attempt of a node; used by its thread alone.
/// </summary>
internal sealed class RuntimeNames : IRuntimeNames
{
    private readonly NodeWork? _work;
    private readonly ISqlSession? _session;
    private readonly CancellationToken _cancel;
    private readonly AdapterObject _adapter;
    private readonly Dictionary<string, object?> _values = new(StringComparer.Ordinal);
    private readonly Dictionary<string, object?> _results = new(StringComparer.Ordinal);
    private readonly Func<bool> _isIncremental;

    /// <summary>The names of a node at work.</summary>
    internal RuntimeNames(NodeWork work)
        : this(work.Adapter.Type, work.Session, work.Cancel, () => work.IsIncremental) => _work = work;

    /// <summary>The names without a node: while a project is parsed, or for a macro that runs on its own.</summary>
    internal RuntimeNames(string adapterType, ISqlSession? session, CancellationToken cancel, Func<bool>? isIncremental = null)
    {
        _session = session;
        _cancel = cancel;
        _adapter = new AdapterObject(adapterType, session, cancel);
        _isIncremental = isIncremental ?? (() => false);
    }

    /// <summary>The names of the functions here that <c>dbt.x</c> reaches too.</summary>
    internal static IReadOnlyList<string> FunctionNames { get; } =
    [
        "run_query", "statement", "load_relation", "load_cached_relation", "run_hooks", "noop_statement", "set_sql_header",
        "should_full_refresh", "should_store_failures", "get_columns_in_relation", "get_column_schema_from_query",
    ];

    private readonly List<string> _replacedKeys = [];

    public bool IsIncremental => _isIncremental();

    public EventBatch? Batch => _work?.Batch;

    /// <summary>What <c>set_sql_header</c> was given; null where it was not called.</summary>
    internal string? SqlHeader { get; private set; }

    /// <summary>The queries that <c>replaced_keys</c> was given.</summary>
    internal IReadOnlyList<string> ReplacedKeys => _replacedKeys;

    public bool TryGet(string name, out object? value)
    {
        if (_values.TryGetValue(name, out value))
        {
            return true;
        }

        value = Create(name);
        if (value is null)
        {
            return false;
        }

        _values[name] = value;
        return true;
    }

    private JinjaObject? Create(string name) => name switch
    {
        "adapter" => _adapter,
        "api" => new HostObject("api", member => member == "Column" ? ColumnApi.Instance : HostObject.Missing),
        "run_query" => Function(name, RunQuery),
        "statement" => Function(name, Statement),
        "noop_statement" => Function(name, NoopStatement),
        "load_result" => Function(name, LoadResult),
        "store_result" => Function(name, StoreResult),
        "store_raw_result" => Function(name, StoreRawResult),
        "load_relation" or "load_cached_relation" => AdapterMethod("load_relation"),
        "get_columns_in_relation" or "get_column_schema_from_query" => AdapterMethod(name),
        "set_sql_header" => Function(name, SetSqlHeader),
        "replaced_keys" => Function(name, Replaced),
        "should_full_refresh" => Function(name, _ => _work?.FullRefresh ?? false),
        "should_store_failures" => Function(name, _ => _work?.Node.Config.GetBoolean("store_failures") ?? false),
        "run_hooks" => Function(name, RunHooks),
        _ => null,
    };

    private JinjaFunction? AdapterMethod(string name) => _adapter.TryGetAttribute(name, out var value) ? value as JinjaFunction : null;

    private object? RunQuery(JinjaCall call)
    {
        var sql = call.Bind("run_query", "sql").Text(0);
        return _session is null ? null : AgateTable.Of(_session.UserQuery(sql, _cancel));
    }

    private string Statement(JinjaCall call)
    {
        var args = call.Bind("statement", "name?", "fetch_result?", "auto_begin?", "language?", "caller?");
        if (_session is null)
        {
            return "";
        }

        var sql = JinjaValue.ToText(call.Invoke(args[4], []));
        Store(args[0] as string, args.Flag(1) ? _session.UserQuery(sql, _cancel) : Changed(_session.UserExecute(sql, _cancel)));
        return "";
    }

    private static QueryResult Changed(long? rows)
    {
        _ = rows;
        return QueryResult.Empty;
    }

    private void Store(string? name, QueryResult result)
    {
        if (name is not null)
        {
            _results[name] = Result(AgateTable.Of(result), AdapterResponse.Ok);
        }
    }

    private static JinjaDict Result(AgateTable table, object? response) => new()
    {
        ["response"] = response,
        ["data"] = new JinjaList(table.Rows.Iterate().Select(row => new JinjaTuple(((MappedSequence)row!).Iterate()))),
        ["table"] = table,
    };

    private object? LoadResult(JinjaCall call)
    {
        var name = call.Bind("load_result", "name").Text(0);
        if (!_results.TryGetValue(name, out var result))
        {
            return null;
        }

        // dbt: a result is handed out once, so that large ones do not pile up.
        _results[name] = Taken.Instance;
        return result is Taken
            ? throw call.Fail(
                "SLUICE3154", $"the 'statement' result named '{name}' has already been loaded into a variable",
                "keep it: {% set result = load_result(…) %}, and use the variable from then on")
            : result;
    }

    private string StoreResult(JinjaCall call)
    {
        var args = call.Bind("store_result", "name", "response?", "agate_table?");
        _results[args.Text(0)] = Result(args[2] as AgateTable ?? AgateTable.Of(QueryResult.Empty), args[1]);
        return "";
    }

    private string StoreRawResult(JinjaCall call)
    {
        var args = call.Bind("store_raw_result", "name", "message?", "code?", "rows_affected?", "agate_table?");
        _results[args.Text(0)] = Result(args[4] as AgateTable ?? AgateTable.Of(QueryResult.Empty), new AdapterResponse(args[1], args[2], args[3]));
        return "";
    }

    private string NoopStatement(JinjaCall call)
    {
        var args = call.Bind("noop_statement", "name?", "message?", "code?", "rows_affected?", "res?");
        if (args[0] is string name)
        {
            _results[name] = Result(AgateTable.Of(QueryResult.Empty), new AdapterResponse(args[1], args[2], args[3]));
        }

        return "";
    }

    private string SetSqlHeader(JinjaCall call)
    {
        var args = call.Bind("set_sql_header", "config", "caller?");
        SqlHeader = args.Has(1) ? JinjaValue.ToText(call.Invoke(args[1], [])) : null;
        return "";
    }

    // The build asks for the keys once and keeps them; without one the query stands for itself.
    private string Replaced(JinjaCall call)
    {
        var keys = call.Bind("replaced_keys", "keys").Text(0);
        if (!IsIncremental)
        {
            return $"({keys})";
        }

        if (!_replacedKeys.Contains(keys, StringComparer.Ordinal))
        {
            _replacedKeys.Add(keys);
        }

        return Materializations.ReplacedKeysBuild.Rows;
    }

    private string RunHooks(JinjaCall call)
    {
        var args = call.Bind("run_hooks", "hooks", "inside_transaction?");
        if (_work is not null)
        {
            NodeHooks.Run(_work, HookObjects.Parse(args[0]), args.Flag(1, fallback: true));
        }

        return "";
    }

    private static JinjaFunction Function(string name, Func<JinjaCall, object?> body) => new(name, call => Guarded(call, body));

    /// <summary>Says at the place of the call what the database refused.</summary>
    internal static object? Guarded(JinjaCall call, Func<JinjaCall, object?> body)
    {
        try
        {
            return body(call);
        }
        catch (DatabaseException error)
        {
            throw DatabaseErrors.At(call, error);
        }
    }

    private sealed class Taken
    {
        internal static readonly Taken Instance = new();
    }
}
