using Sluice.Jinja;

namespace Sluice.Sql.Context;

/// <summary>What <c>validation</c> is: <c>validation.any['a', 'b']</c> makes a check that <c>config.get(…, validator=…)</c> takes.</summary>
internal static class Validation
{
    internal static HostObject Instance { get; } = new("validation", name => name == "any" ? new Any() : HostObject.Missing);

    private sealed class Any : JinjaObject
    {
        public override string TypeName => "validation.any";

        public override bool TryGetItem(object? key, out object? value)
        {
            object?[] allowed = key is JinjaTuple several ? [.. several] : [key];
            value = new JinjaFunction("any", call =>
            {
                var given = call.Args.Count > 0 ? call.Args[0] : null;
                return allowed.Any(one => one is JinjaObject || JinjaValue.AreEqual(one, given)) ? ""
                    : throw call.Fail("SLUICE2032", $"expected value to be one of {string.Join(", ", allowed.Select(JinjaValue.Repr))}, got `{JinjaValue.ToText(given)}`");
            });
            return true;
        }
    }
}
