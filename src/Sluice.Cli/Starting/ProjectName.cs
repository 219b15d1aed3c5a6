namespace Sluice.Cli.Starting;

/// <summary>Names of projects: letters, digits and underscores, no digit first, as dbt wants them.</summary>
internal static class ProjectName
{
    internal static bool IsValid(string name) =>
        name.Length > 0 && !char.IsAsciiDigit(name[0]) && name.All(character => char.IsAsciiLetterOrDigit(character) || character == '_');

    /// <summary>A valid name as near as possible to any text.</summary>
    internal static string From(string text)
    {
        var name = string.Concat(text.Select(character => char.IsAsciiLetterOrDigit(character) ? char.ToLowerInvariant(character) : '_')).Trim('_');
        return name.Length == 0 ? "project" : char.IsAsciiDigit(name[0]) ? $"project_{name}" : name;
    }
}
