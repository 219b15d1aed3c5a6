namespace Sluice.Sql.Project;

/// <summary>A value of sluice.yml that is given elsewhere: <c>stage.event_generation.parallel=8</c>.</summary>
/// <param name="Text">The path, <c>=</c>, and the value as YAML.</param>
/// <param name="Origin">Who says it, such as <c>--set</c>.</param>
public sealed record SettingOverride(string Text, string Origin);
