using System.Collections.Immutable;
using Sluice.Diagnostics;
using Sluice.Jinja;
using Sluice.Sql.Hooks;
using Sluice.Sql.Project;

namespace Sluice.Sql.Context;

/// <content>The rarer names of dbt, and the names as dictionaries.</content>
internal sealed partial class NodeScope
{
    private static readonly ImmutableArray<string> OwnNames =
    [
        "ref", "source", "config", "var", "env_var", "this", "execute", "model", "adapter", "api", "builtins", "graph", "thread_id",
        "selected_resources", "context", "doc", "render", "write", "try_or_compiler_error", "validation", "pre_hooks", "post_hooks",
        "submit_python_job",
    ];

    private object? Rarer(string name) => name switch
    {
        "context" => new ScopeDictionary("context", ContextNames, key => TryGet(key, out var found) ? found : HostObject.Missing),
        "builtins" => new ScopeDictionary("builtins", () => OwnNames.Concat(Project.SharedNames), Builtin),
        "render" => new JinjaFunction(name, Render),
        "write" => new JinjaFunction(name, Write),
        "try_or_compiler_error" => new JinjaFunction(name, TryOrFail),
        "validation" => Validation.Instance,
        "pre_hooks" => HookObjects.Of(AskNode()?.Config.PreHooks ?? []),
        "post_hooks" => HookObjects.Of(AskNode()?.Config.PostHooks ?? []),
        "submit_python_job" => Unsupported(name, "models in Python are not supported", "write the model in SQL"),
        "load_agate_table" => Unsupported(name, "seeds are loaded by the engine itself", "read the seed with ref()"),
        "metric" => Unsupported(name, "metrics are kept in the manifest, and not queried", "write the aggregation into a model"),
        "adapter_macro" => Unsupported(name, "`adapter_macro` went with dbt 1.0", "call `adapter.dispatch('…')(…)`"),
        _ => Unset,
    };

    private IEnumerable<string> ContextNames() =>
        OwnNames.Concat(Project.SharedNames).Concat(Names).Concat(Project.BuiltinNames).Concat(Project.Packages).Append("dbt").Where(name => name != "context");

    // What dbt means by a name, whatever macro the project has put in its place.
    private object? Builtin(string name)
    {
        var own = name is "builtins" or "context" ? Unset : Own(name);
        return !ReferenceEquals(own, Unset) ? own : TryGetShared(name, out var shared) ? shared : HostObject.Missing;
    }

    // The text is a template of the same names, and no part of the node's own.
    private string Render(JinjaCall call)
    {
        var text = call.Bind("render", "string").Text(0);
        return new JinjaDialect().Sql.Compile(new SourceText($"{call.Source.Path} (render)", text)).Render(this);
    }

    // dbt writes the text into the run folder; here the statements that ran are kept there.
    private static string Write(JinjaCall call)
    {
        _ = call.Bind("write", "payload");
        return "";
    }

    private static object? TryOrFail(JinjaCall call)
    {
        if (call.Args.Count < 2)
        {
            throw call.Fail("SLUICE2032", "`try_or_compiler_error` needs a message and a function", "write `try_or_compiler_error('message', function, …)`");
        }

        try
        {
            return call.Invoke(call.Args[1], call.Args.Skip(2), call.Kwargs);
        }
        catch (DiagnosticException error)
        {
            throw call.Fail("SLUICE2032", JinjaValue.ToText(call.Args[0]), error.Diagnostics is [var first, ..] ? first.Message : null, error);
        }
    }

    private static JinjaFunction Unsupported(string name, string why, string hint) =>
        new(name, call => throw call.Fail("SLUICE2032", $"`{name}` is not supported: {why}", hint));
}
