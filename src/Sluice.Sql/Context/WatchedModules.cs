using Sluice.Jinja;

namespace Sluice.Sql.Context;

/// <summary>The <c>modules</c> of a render while parsing, which notes where the clock may be looked at.</summary>
internal sealed class WatchedModules(JinjaObject modules, RenderInputs inputs) : JinjaObject
{
    public override string TypeName => modules.TypeName;

    public override bool TryGetAttribute(string name, out object? value)
    {
        Note(name);
        return modules.TryGetAttribute(name, out value);
    }

    public override bool TryGetItem(object? key, out object? value)
    {
        Note(key as string);
        return modules.TryGetItem(key, out value);
    }

    public override string Repr() => modules.Repr();

    private void Note(string? name)
    {
        if (name is "datetime")
        {
            inputs.Add(RenderInput.Once);
        }
    }
}
