using Sluice.Jinja;

namespace Sluice.Sql.Context;

/// <summary>Names of templates as a dictionary, as <c>context</c> and <c>builtins</c> are: <c>x.name</c>, <c>x['name']</c>, <c>x.get('name')</c>, <c>'name' in x</c>.</summary>
/// <param name="typeName">How messages name it.</param>
/// <param name="names">The keys, in order.</param>
/// <param name="find">The value of a key, or <see cref="HostObject.Missing"/>.</param>
internal sealed class ScopeDictionary(string typeName, Func<IEnumerable<string>> names, Func<string, object?> find) : JinjaObject
{
    public override string TypeName { get; } = typeName;

    public override bool IsMapping => true;

    public override int? Length => Keys().Count();

    public override IEnumerable<object?> Iterate() => Keys();

    public override bool? Contains(object? value) => value is string name && !ReferenceEquals(find(name), HostObject.Missing);

    public override bool TryGetItem(object? key, out object? value)
    {
        value = key is string name ? find(name) : HostObject.Missing;
        if (!ReferenceEquals(value, HostObject.Missing))
        {
            return true;
        }

        value = null;
        return false;
    }

    // A name wins over a method of the dictionary, as the names of dbt are not those of dictionaries.
    public override bool TryGetAttribute(string name, out object? value)
    {
        if (TryGetItem(name, out value))
        {
            return true;
        }

        value = name switch
        {
            "get" => new JinjaFunction(name, call => call.Bind(name, "key", "default?") is var args && TryGetItem(args[0], out var found) ? found : args[1]),
            "keys" => new JinjaFunction(name, _ => new JinjaList(Keys())),
            "values" => new JinjaFunction(name, _ => new JinjaList(Keys().Select(find))),
            "items" => new JinjaFunction(name, _ => new JinjaList(Keys().Select(key => new JinjaTuple([key, find(key)])))),
            _ => null,
        };
        return value is not null;
    }

    private IEnumerable<string> Keys() => names().Distinct(StringComparer.Ordinal).Where(name => !ReferenceEquals(find(name), HostObject.Missing));
}
