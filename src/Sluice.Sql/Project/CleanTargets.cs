using Sluice.Diagnostics;

namespace Sluice.Sql.Project;

/// <summary>What a project's dbt_project.yml says of folders that may be deleted, without loading the project.</summary>
public static class CleanTargets
{
    /// <summary>The folders of <c>clean-targets</c>, and those that hold what cannot be made again; as written in the file.</summary>
    /// <param name="projectFolder">The folder that holds dbt_project.yml, absolute.</param>
    /// <param name="diagnostics">Takes what is wrong with the file.</param>
    /// <exception cref="DiagnosticException">The file is wrong.</exception>
    public static (IReadOnlyList<string> Targets, IReadOnlyList<string> Sources) Of(string projectFolder, DiagnosticBag diagnostics)
    {
        ArgumentNullException.ThrowIfNull(diagnostics);
        var root = ProjectFiles.TryRead(Path.Combine(projectFolder, "dbt_project.yml"), "dbt_project.yml", diagnostics) is { } source
            ? DbtProjectFile.Parse(source, projectFolder, diagnostics)
            : null;
        diagnostics.ThrowIfErrors();
        return (root!.CleanTargets, [.. root.ModelPaths, .. root.MacroPaths, .. root.SeedPaths, .. root.TestPaths, .. root.SnapshotPaths, .. root.AnalysisPaths]);
    }
}
