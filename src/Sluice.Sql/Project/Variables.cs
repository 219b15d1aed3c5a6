using System.Collections.Immutable;
using Sluice.Jinja;

namespace Sluice.Sql.Project;

/// <summary>
/// The project's variables. Of a name's values the first counts: command line, the root's for the package, the root's for all,
/// the package's own for itself, the package's own for all.
/// </summary>
internal sealed class Variables(
    JinjaDict commandLine, string rootPackage, ImmutableDictionary<string, JinjaDict> packages)
{
    internal bool TryGet(string package, string name, out object? value)
    {
        if (commandLine.TryGetValue(name, out value)
            || (packages.TryGetValue(rootPackage, out var root) && TryGetIn(root, package, name, out value))
            || (!string.Equals(package, rootPackage, StringComparison.Ordinal)
                && packages.TryGetValue(package, out var own) && TryGetIn(own, package, name, out value)))
        {
            value = Copy(value);
            return true;
        }

        return false;
    }

    /// <summary>All names that a package sees.</summary>
    internal IEnumerable<string> NamesFor(string package)
    {
        var names = Texts(commandLine);
        foreach (var (owner, values) in packages)
        {
            if (owner == rootPackage || owner == package)
            {
                names = names.Concat(Texts(values).Where(name => !packages.ContainsKey(name)));
                names = values.TryGetValue(package, out var scoped) && scoped is JinjaDict inner ? names.Concat(Texts(inner)) : names;
            }
        }

        return names.Distinct(StringComparer.Ordinal);
    }

    private static IEnumerable<string> Texts(JinjaDict dict) => dict.Keys.OfType<string>();

    // A dictionary under a package's name is a scope; any other is a value.
    private bool TryGetIn(JinjaDict values, string package, string name, out object? value)
    {
        if (values.TryGetValue(package, out var scoped) && scoped is JinjaDict inner && inner.TryGetValue(name, out value))
        {
            return true;
        }

        return values.TryGetValue(name, out value) && !(value is JinjaDict && packages.ContainsKey(name));
    }

    // Templates may change lists and dictionaries, and several render at a time.
    private static object? Copy(object? value) => value switch
    {
        JinjaList list => new JinjaList(list.Select(Copy)),
        JinjaDict dict => CopyDict(dict),
        _ => value,
    };

    private static JinjaDict CopyDict(JinjaDict dict)
    {
        var copy = new JinjaDict();
        foreach (var (key, value) in dict)
        {
            copy[key] = Copy(value);
        }

        return copy;
    }
}
