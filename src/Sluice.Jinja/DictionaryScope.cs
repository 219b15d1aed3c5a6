namespace Sluice.Jinja;

/// <summary>Names in a dictionary, and behind them those of another scope.</summary>
/// <param name="values">The names and their values.</param>
/// <param name="parent">Asked for the names that are not in <paramref name="values"/>.</param>
public sealed class DictionaryScope(
    IReadOnlyDictionary<string, object?> values, IJinjaScope? parent = null) : IJinjaScope
{
    /// <summary>The scope without names.</summary>
    public static readonly DictionaryScope Empty = new(new Dictionary<string, object?>(StringComparer.Ordinal));

    /// <inheritdoc/>
    public IEnumerable<string> Names => parent is null ? values.Keys : values.Keys.Concat(parent.Names);

    /// <inheritdoc/>
    public bool TryGet(string name, out object? value) =>
        values.TryGetValue(name, out value) || (parent is not null && parent.TryGet(name, out value));
}
