using Sluice.Jinja;

namespace Sluice.Sql.Context;

/// <summary>An object of templates whose members are found by a function; a member may be reached as an item too.</summary>
/// <param name="typeName">How messages name it.</param>
/// <param name="member">The value of a member, or <see cref="Missing"/>.</param>
/// <param name="invoke">What a call means; null where it is an error.</param>
/// <param name="names">Names of its members, for "did you mean"; null for none.</param>
internal sealed class HostObject(string typeName, Func<string, object?> member, Func<JinjaCall, object?>? invoke = null, Func<IEnumerable<string>>? names = null) : JinjaObject
{
    /// <summary>Says that a member does not exist.</summary>
    internal static readonly object Missing = new();

    public override string TypeName { get; } = typeName;

    public override IEnumerable<string> MemberNames => names?.Invoke() ?? [];

    public override bool IsCallable => invoke is not null;

    public override bool TryGetAttribute(string name, out object? value)
    {
        value = member(name);
        if (!ReferenceEquals(value, Missing))
        {
            return true;
        }

        value = null;
        return false;
    }

    public override bool TryGetItem(object? key, out object? value)
    {
        value = null;
        return key is string name && TryGetAttribute(name, out value);
    }

    public override object? Invoke(JinjaCall call) => invoke is null ? base.Invoke(call) : invoke(call);
}
