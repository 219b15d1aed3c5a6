using Sluice.Jinja;

namespace Sluice.Conformance.Jinja;

/// <summary>Values that can be walked once and have no length, as an iterator of Python.</summary>
internal sealed class OneWalk(IEnumerable<object?> values) : JinjaObject
{
    private readonly IEnumerator<object?> _values = values.GetEnumerator();

    public override string TypeName => "list_iterator";

    public override IEnumerable<object?> Iterate()
    {
        while (_values.MoveNext())
        {
            yield return _values.Current;
        }
    }
}
