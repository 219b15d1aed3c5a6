namespace Sluice.Cli.Projects;

/// <summary>Where the state store of a project lies.</summary>
internal static class StatePath
{
    /// <summary>The file.</summary>
    /// <param name="projectFolder">The folder that holds dbt_project.yml.</param>
    /// <param name="place">The scenario, or the scenario and seed, that has a store of its own; null for the project's own.</param>
    internal static string In(string projectFolder, string? place = null) => place is null
        ? Path.Combine(projectFolder, ".sluice", "state.db")
        : Path.Combine(projectFolder, ".sluice", "scenarios", place, "state.db");
}
