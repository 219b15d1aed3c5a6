using Sluice.Jinja.Running;
using Sluice.Jinja.Values;

namespace Sluice.Jinja;

/// <summary>What a template exports: the macros and variables of its top level whose names do not begin with an underscore.</summary>
public sealed class JinjaModule : JinjaObject
{
    private readonly Dictionary<string, object?> _exports;
    private readonly string _text;

    internal JinjaModule(string name, string text, Context context)
    {
        TemplateName = name;
        _text = text;
        _exports = context.Exported.ToDictionary(export => export, context.ValueOf, StringComparer.Ordinal);
        IsSafe = context.Escaping.IsOn;
    }

    /// <summary>The name of the template.</summary>
    public string TemplateName { get; }

    /// <summary>What is exported.</summary>
    public IReadOnlyDictionary<string, object?> Exports => _exports;

    /// <inheritdoc/>
    public override bool IsSafe { get; }

    /// <inheritdoc/>
    public override string TypeName => "TemplateModule";

    /// <inheritdoc/>
    public override string ToText() => _text;

    /// <inheritdoc/>
    public override string Repr() => $"<TemplateModule {Text.Repr(TemplateName)}>";

    /// <inheritdoc/>
    public override bool TryGetAttribute(string name, out object? value) => _exports.TryGetValue(name, out value);
}
