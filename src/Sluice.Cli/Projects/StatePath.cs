namespace Sluice.Cli.Projects;

/// <summary>Where the state store of a project lies.</summary>
internal static class StatePath
{
    internal static string In(string projectFolder) => Path.Combine(projectFolder, ".sluice", "state.db");
}
