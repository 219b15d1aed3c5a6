namespace Sluice.Sql.Packages;

/// <summary>Remembers the secret variables that are read, so that messages can leave their values out.</summary>
/// <param name="environment">Reads a variable; null where it is not set.</param>
internal sealed class SecretValues(Func<string, string?> environment)
{
    private readonly HashSet<string> _values = new(StringComparer.Ordinal);

    internal bool Any => _values.Count > 0;

    internal string? Read(string name)
    {
        var value = environment(name);
        if (value is { Length: > 0 } && name.StartsWith("DBT_ENV_SECRET", StringComparison.Ordinal))
        {
            _values.Add(value);
        }

        return value;
    }

    internal string Hide(string text) => _values.Aggregate(text, (hidden, value) => hidden.Replace(value, "*****", StringComparison.Ordinal));
}
