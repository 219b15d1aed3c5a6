using Sluice.Jinja.Values;

namespace Sluice.Jinja;

/// <summary>A value that does not exist: an unknown name, a missing attribute, an omitted argument.</summary>
public sealed class Undefined
{
    private readonly object? _owner;
    private readonly bool _isMember;

    /// <summary>Creates the value for an unknown name.</summary>
    /// <param name="name">The name; null where there is none.</param>
    /// <param name="kind">What a template may do with it.</param>
    /// <param name="hint">The message of the error that a use of it causes; null makes one from the name.</param>
    public Undefined(string? name = null, UndefinedKind kind = UndefinedKind.Lenient, string? hint = null)
    {
        Name = name;
        Kind = kind;
        Hint = hint;
    }

    private Undefined(object? owner, object? key, UndefinedKind kind)
    {
        _owner = owner;
        _isMember = true;
        Key = key;
        Name = key as string;
        Kind = kind;
    }

    /// <summary>The name that has no value; null where it is not a name.</summary>
    public string? Name { get; }

    /// <summary>What a template may do with it.</summary>
    public UndefinedKind Kind { get; }

    /// <summary>The message of the error that a use of it causes, where it is not made from the name.</summary>
    public string? Hint { get; }

    internal object? Key { get; }

    private IJinjaScope? Scope { get; init; }

    /// <summary>What can be done: the member of the owner that is named most alike, or what the host says of a name; null for nothing.</summary>
    internal string? Suggestion => Name is null ? null : !_isMember ? Scope?.HintFor(Name) : Diagnostics.Nearest.Hint(Name, _owner switch
    {
        JinjaObject item => item.MemberNames,
        JinjaDict dict => dict.Keys.OfType<string>(),
        _ => [],
    });

    /// <summary>What is missing, such as <c>`x` is undefined</c>.</summary>
    public string Message =>
        Hint ?? (!_isMember ? $"`{Name}` is undefined"
            : Key is string name ? $"`{TypeNames.Of(_owner)}` object has no attribute `{name}`"
            : $"`{TypeNames.Of(_owner)}` object has no element {Text.Repr(Key)}");

    /// <inheritdoc/>
    public override string ToString() => "";

    internal static Undefined OfName(string name, UndefinedKind kind, IJinjaScope? scope) => new(name, kind) { Scope = scope };

    internal static Undefined Member(object? owner, object? key, UndefinedKind kind) => new(owner, key, kind);

    internal string ToDebugText() =>
        Hint is not null ? $"{{{{ undefined value printed: {Hint} }}}}"
        : !_isMember ? $"{{{{ {Name} }}}}"
        : $"{{{{ no such element: {TypeNames.Of(_owner)} object[{Text.Repr(Key)}] }}}}";
}
