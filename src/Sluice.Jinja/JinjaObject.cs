namespace Sluice.Jinja;

/// <summary>
/// An object of the host that templates may use. Only what the overridden members answer is reachable: nothing is
/// found by reflection.
/// </summary>
public abstract class JinjaObject
{
    /// <summary>How messages name the type. Default: the name of the class.</summary>
    public virtual string TypeName => GetType().Name;

    /// <summary>The number of elements; null where it has none to count.</summary>
    public virtual int? Length => null;

    /// <summary>Whether a condition holds; null answers by <see cref="Length"/>, and true where that is null too.</summary>
    public virtual bool? IsTrue => null;

    /// <summary>Whether the test <c>callable</c> holds. Default false.</summary>
    public virtual bool IsCallable => false;

    /// <summary>Whether the test <c>mapping</c> holds. Default false.</summary>
    public virtual bool IsMapping => false;

    /// <summary>Whether the value is safe to put into HTML as it is: <see cref="ToText"/> is not escaped. Default false.</summary>
    public virtual bool IsSafe => false;

    /// <summary>Names of its members, for "did you mean" in the error of a name that is not there. Default: none.</summary>
    public virtual IEnumerable<string> MemberNames => [];

    /// <summary>Finds what <c>x.name</c> means.</summary>
    public virtual bool TryGetAttribute(string name, out object? value)
    {
        value = null;
        return false;
    }

    /// <summary>Finds what <c>x[key]</c> means.</summary>
    public virtual bool TryGetItem(object? key, out object? value)
    {
        value = null;
        return false;
    }

    /// <summary>Assigns <c>{% set x.name = value %}</c>, and says whether that is allowed. Default false.</summary>
    public virtual bool TrySetAttribute(string name, object? value) => false;

    /// <summary>The elements that a loop goes over; null where it has none.</summary>
    public virtual IEnumerable<object?>? Iterate() => null;

    /// <summary>What <c>a in x</c> means; null compares with each element of <see cref="Iterate"/>.</summary>
    public virtual bool? Contains(object? value) => null;

    /// <summary>What <c>{{ x }}</c> prints. Default: as <see cref="Repr"/>.</summary>
    public virtual string ToText() => Repr();

    /// <summary>What it looks like inside of a printed list.</summary>
    public virtual string Repr() => $"<{TypeName}>";

    /// <summary>What <c>x(…)</c> means. Default: it is an error to call it.</summary>
    public virtual object? Invoke(JinjaCall call) => throw Values.Fail.NotCallable(this);

    /// <summary>Orders it against another value as <c>&lt;</c> and <c>sort</c> ask; null where the two have no order.</summary>
    public virtual int? CompareTo(object? other) => null;

    /// <summary>What <c>x op y</c> or <c>y op x</c> means; false where the operator is not defined.</summary>
    /// <param name="symbol">One of <c>+ - * / // % **</c>.</param>
    /// <param name="other">The other operand.</param>
    /// <param name="isLeft">True where this value is the left operand.</param>
    /// <param name="result">The result.</param>
    public virtual bool TryOperate(string symbol, object? other, bool isLeft, out object? result)
    {
        result = null;
        return false;
    }

    /// <inheritdoc/>
    public override string ToString() => ToText();
}
