using System.Globalization;
using System.Text.Json;
using Sluice.Jinja;

namespace Sluice.Conformance.Jinja;

/// <summary>A host object: attributes, items and a text, each as the context lists them.</summary>
internal sealed class Thing(JsonElement spec) : JinjaObject
{
    public override string TypeName => "Thing";

    public override bool TryGetAttribute(string name, out object? value) => TryGet("attributes", name, out value);

    public override bool TryGetItem(object? key, out object? value) =>
        TryGet("items", Convert.ToString(key, CultureInfo.InvariantCulture)!, out value);

    public override string ToText() => spec.TryGetProperty("text", out var text) ? text.GetString()! : "thing";

    public override string Repr() => $"<Thing {ToText()}>";

    private bool TryGet(string kind, string name, out object? value)
    {
        value = null;
        // As in Jinja2's sandbox, an underscore hides an attribute.
        if (name.StartsWith('_') || !spec.TryGetProperty(kind, out var values) || !values.TryGetProperty(name, out var found))
        {
            return false;
        }

        value = CaseContext.Value(found);
        return true;
    }
}
