using Sluice.Diagnostics;
using Sluice.Jinja;
using Sluice.Sql.Context;
using Sluice.Sql.Project.Yaml;

namespace Sluice.Sql.Project;

/// <summary>The names that the values of YAML files see: <c>var</c>, <c>env_var</c>, <c>target</c> and dbt's plain functions.</summary>
internal sealed class YamlScope : IJinjaScope
{
    private readonly JinjaDialect _dialect;
    private readonly DiagnosticBag _diagnostics;
    private readonly Dictionary<string, object?> _values = new(StringComparer.Ordinal);

    internal YamlScope(JinjaDialect dialect, Invocation invocation, DiagnosticBag diagnostics, bool allowSecrets = false)
    {
        _dialect = dialect;
        _diagnostics = diagnostics;
        _values["env_var"] = new JinjaFunction("env_var", call => EnvVar(call, invocation, allowSecrets));
        _values["dbt_version"] = ProjectContext.AnnouncedVersion;
        _values["flags"] = new JinjaDict([new("WHICH", invocation.Command), new("FULL_REFRESH", invocation.FullRefresh)]);
    }

    public IEnumerable<string> Names => _values.Keys;

    public bool TryGet(string name, out object? value) =>
        _values.TryGetValue(name, out value) || BaseFunctions.All.TryGetValue(name, out value!);

    /// <summary>Adds <c>var</c> as a package sees it.</summary>
    internal YamlScope WithVariables(Variables variables, string package)
    {
        bool Find(string name, out object? value) => variables.TryGet(package, name, out value);
        _values["var"] = new HostObject(
            "var",
            member => member == "has_var" ? new JinjaFunction(member, call => Find(call.Bind(member, "var_name").Text(0), out _)) : HostObject.Missing,
            call =>
            {
                var args = call.Bind("var", "var_name", "default?");
                return Find(args.Text(0), out var value) ? value
                    : args.Has(1) ? args[1]
                    : throw ContextErrors.VariableMissing(call, args.Text(0), variables.NamesFor(package));
            });
        return this;
    }

    /// <summary>Adds <c>target</c>, and what else the profile tells.</summary>
    internal YamlScope WithTarget(Target target)
    {
        var values = new JinjaDict(target.Values);
        values["name"] = target.Name;
        values["profile_name"] = target.ProfileName;
        values["type"] = target.Type;
        values["schema"] = target.Schema;
        values["database"] = target.Database;
        values["threads"] = target.Threads;
        _values["target"] = values;
        return this;
    }

    internal YamlScope With(string name, object? value)
    {
        _values[name] = value;
        return this;
    }

    /// <summary>The value of a scalar; a wrong template is reported at its place in the YAML file and yields null.</summary>
    internal object? Render(YamlScalar scalar) => YamlValues.HasJinja(scalar.Text) ? RenderText(scalar.Text, scalar) : YamlValues.ToValue(scalar);

    internal object? RenderText(string text, YamlNode place)
    {
        try
        {
            return _dialect.RenderValue(new SourceText(place.Source.Path, text), this);
        }
        catch (JinjaException error)
        {
            _diagnostics.AddRange(error.Diagnostics.Select(item => Move(item, text, place)));
            return null;
        }
    }

    // The template is a piece of the YAML file: where its text stands there as it is, the place is exact.
    private static Diagnostic Move(Diagnostic item, string text, YamlNode place)
    {
        var written = place.Source.Slice(place.Span);
        var at = written.IndexOf(text, StringComparison.Ordinal);
        var span = at < 0 ? place.Span : new SourceSpan(place.Span.Start + at + item.Span.Start, place.Span.Start + at + item.Span.End);
        return item with { Source = place.Source, Span = span };
    }

    private static object? EnvVar(JinjaCall call, Invocation invocation, bool allowSecrets)
    {
        var args = call.Bind("env_var", "var", "default?");
        var name = args.Text(0);
        if (!allowSecrets && name.StartsWith("DBT_ENV_SECRET", StringComparison.Ordinal))
        {
            throw ContextErrors.SecretOutside(call, name);
        }

        return invocation.Environment(name) ?? (args.Has(1) ? args[1] : throw ContextErrors.EnvironmentMissing(call, name));
    }
}
