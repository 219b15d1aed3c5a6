using Sluice.Diagnostics;

namespace Sluice.Sql.Project;

/// <summary>A value of sluice.yml as it counts, and where it comes from.</summary>
/// <param name="Path">Its keys, joined by dots; items of a list by their <c>name</c>, else by their place from 0.</param>
/// <param name="Value">The value as written, templates not rendered.</param>
/// <param name="Source">The file, or whoever overrides it.</param>
/// <param name="Span">The place in it.</param>
public sealed record EffectiveValue(string Path, string Value, SourceText Source, SourceSpan Span);
