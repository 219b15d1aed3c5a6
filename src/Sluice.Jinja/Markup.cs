using Sluice.Jinja.Values;

namespace Sluice.Jinja;

/// <summary>Text that is safe to put into HTML as it is: autoescaping leaves it alone.</summary>
/// <param name="text">The text.</param>
public sealed class Markup(string text) : IEquatable<Markup>
{
    /// <summary>The text.</summary>
    public string Text { get; } = text;

    /// <summary>Makes any value safe: text that is already safe stays, all else is escaped.</summary>
    public static Markup Escape(object? value) =>
        value as Markup ?? new Markup(Html.Escape(JinjaValue.ToText(value)));

    /// <inheritdoc/>
    public bool Equals(Markup? other) => other is not null && string.Equals(Text, other.Text, StringComparison.Ordinal);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Markup);

    /// <inheritdoc/>
    public override int GetHashCode() => Text.GetHashCode(StringComparison.Ordinal);

    /// <inheritdoc/>
    public override string ToString() => Text;
}
