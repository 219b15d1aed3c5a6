using System.Collections.Immutable;
using Sluice.Diagnostics;

namespace Sluice.Sql.Project.Yaml;

/// <summary>
/// Reads a mapping key by key and marks what was read, so that <see cref="Finish"/> can name the keys that nothing reads.
/// A value of the wrong kind is reported and read as absent.
/// </summary>
internal sealed class YamlReader(YamlMapping mapping, string where, DiagnosticBag diagnostics)
{
    private readonly HashSet<string> _read = new(StringComparer.Ordinal);

    internal YamlMapping Mapping { get; } = mapping;

    internal string Where { get; } = where;

    internal DiagnosticBag Diagnostics { get; } = diagnostics;

    /// <summary>A reader over a value that must be a mapping; null where it is absent or of another kind.</summary>
    internal static YamlReader? Over(YamlNode? node, string where, DiagnosticBag diagnostics)
    {
        switch (node)
        {
            case null or YamlScalar { Value: null }:
                return null;
            case YamlMapping mapping:
                return new YamlReader(mapping, where, diagnostics);
            default:
                diagnostics.Add(YamlErrors.WrongKind(node, where, "a mapping"));
                return null;
        }
    }

    /// <summary>The value, whatever it is; null where it is absent.</summary>
    internal YamlNode? Node(string key)
    {
        _read.Add(key);
        return Mapping.Get(key);
    }

    /// <summary>Accepts a key whose value is not used.</summary>
    internal void Accept(params ReadOnlySpan<string> keys)
    {
        foreach (var key in keys)
        {
            _read.Add(key);
        }
    }

    /// <summary>A text that is one of those known; null where it is absent, and where it is another, which is reported.</summary>
    internal string? Word(string key, string[] known)
    {
        var value = String(key);
        if (value is not null && !known.Contains(value))
        {
            Diagnostics.Add(SluiceErrors.UnknownWord(Node(key)!, key, value, known));
            return null;
        }

        return value;
    }

    internal string? String(string key)
    {
        switch (Node(key))
        {
            case null or YamlScalar { Value: null }:
                return null;
            case YamlScalar scalar:
                return scalar.Text;
            case var other:
                Diagnostics.Add(YamlErrors.WrongKind(other, key, "a text"));
                return null;
        }
    }

    internal string? Required(string key)
    {
        if (Mapping.Get(key) is null or YamlScalar { Value: null })
        {
            _read.Add(key);
            Diagnostics.Add(YamlErrors.MissingKey(Mapping, key, Where));
            return null;
        }

        return String(key);
    }

    internal bool? Boolean(string key)
    {
        switch (Node(key))
        {
            case null or YamlScalar { Value: null }:
                return null;
            case YamlScalar { Value: bool truth }:
                return truth;
            case var other:
                Diagnostics.Add(YamlErrors.WrongKind(other, key, "true or false"));
                return null;
        }
    }

    internal long? Integer(string key, long minimum = long.MinValue, long maximum = long.MaxValue)
    {
        switch (Node(key))
        {
            case null or YamlScalar { Value: null }:
                return null;
            case YamlScalar { Value: long number } when number >= minimum && number <= maximum:
                return number;
            case var other:
                var range = maximum == long.MaxValue
                    ? minimum == long.MinValue ? "a whole number" : $"a whole number of at least {minimum}"
                    : $"a whole number from {minimum} to {maximum}";
                Diagnostics.Add(YamlErrors.WrongKind(other, key, range));
                return null;
        }
    }

    /// <summary>A list of texts; a single text is a list of one.</summary>
    internal ImmutableArray<string> Strings(string key) => [.. Scalars(key).Select(item => item.Text)];

    /// <summary>A list of scalars with their places; a single one is a list of one.</summary>
    internal ImmutableArray<YamlScalar> Scalars(string key)
    {
        switch (Node(key))
        {
            case null or YamlScalar { Value: null }:
                return [];
            case YamlScalar single:
                return [single];
            case YamlSequence sequence:
                var items = ImmutableArray.CreateBuilder<YamlScalar>(sequence.Items.Count);
                foreach (var item in sequence.Items)
                {
                    if (item is YamlScalar { Value: not null } scalar)
                    {
                        items.Add(scalar);
                    }
                    else
                    {
                        Diagnostics.Add(YamlErrors.WrongKind(item, $"an entry of {key}", "a text"));
                    }
                }

                return items.ToImmutable();
            case var other:
                Diagnostics.Add(YamlErrors.WrongKind(other, key, "a text or a list of texts"));
                return [];
        }
    }

    /// <summary>A reader over each mapping of a list; anything else is reported.</summary>
    internal IEnumerable<YamlReader> Readers(string key, string where)
    {
        switch (Node(key))
        {
            case null or YamlScalar { Value: null }:
                yield break;
            case YamlSequence sequence:
                foreach (var item in sequence.Items)
                {
                    if (item is YamlMapping mapping)
                    {
                        yield return new YamlReader(mapping, where, Diagnostics);
                    }
                    else if (item is not YamlScalar { Value: null })
                    {
                        Diagnostics.Add(YamlErrors.WrongKind(item, $"an entry of {key}", "a mapping"));
                    }
                }

                break;
            case var other:
                Diagnostics.Add(YamlErrors.WrongKind(other, key, "a list"));
                break;
        }
    }

    /// <summary>A reader over a mapping; null where it is absent or of another kind.</summary>
    internal YamlReader? Reader(string key, string? whereInside = null) => Over(Node(key), whereInside ?? key, Diagnostics);

    /// <summary>Reports the keys that nothing has read, and keys that are no texts; returns the unread ones.</summary>
    internal IReadOnlyList<YamlEntry> Finish(Severity severity, IEnumerable<string>? alsoKnown = null)
    {
        var unread = new List<YamlEntry>();
        var known = alsoKnown?.ToHashSet(StringComparer.Ordinal);
        foreach (var entry in Mapping.Entries)
        {
            if (entry.Key.Value is not string)
            {
                Diagnostics.Add(YamlErrors.KeyIsNotText(entry.Key));
            }
            else if (!_read.Contains(entry.Key.Text))
            {
                unread.Add(entry);
                if (known?.Contains(entry.Key.Text) is not true)
                {
                    Diagnostics.Add(YamlErrors.UnknownKey(entry.Key, Where, severity, known is null ? _read : _read.Concat(known)));
                }
            }
        }

        return unread;
    }
}
