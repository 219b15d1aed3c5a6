using System.Collections.Immutable;
using Sluice.Diagnostics;

namespace Sluice.Jinja;

/// <summary>An argument of a call, as far as it is known without rendering.</summary>
/// <param name="Name">The keyword; null where the argument is positional.</param>
/// <param name="IsConstant">Whether the value is known.</param>
/// <param name="Value">The value; null (none) where it is not known.</param>
/// <param name="Span">The place of the argument.</param>
public sealed record StaticArgument(string? Name, bool IsConstant, object? Value, SourceSpan Span);

/// <summary>A call of a name that the template does not define itself, found without rendering.</summary>
/// <param name="Name">The name that is called.</param>
/// <param name="Span">The place of the call, from the name to the closing parenthesis.</param>
/// <param name="NameSpan">The place of the name.</param>
/// <param name="Arguments">The arguments, positional ones first.</param>
/// <param name="IsComplete">False where arguments come from <c>*</c> or <c>**</c>.</param>
public sealed record StaticCall(
    string Name, SourceSpan Span, SourceSpan NameSpan, ImmutableArray<StaticArgument> Arguments, bool IsComplete)
{
    /// <summary>The macro or block of a custom tag that the call stands in; null at the top level.</summary>
    public string? Within { get; init; }
}
