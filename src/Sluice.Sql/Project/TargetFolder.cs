using Sluice.Diagnostics;
using Sluice.Sql.Project.Yaml;

namespace Sluice.Sql.Project;

/// <summary>Where a project keeps its artifacts, without loading it.</summary>
public static class TargetFolder
{
    /// <summary>The folder that dbt_project.yml names, as written there; <c>target</c> where it names none.</summary>
    /// <param name="projectFolder">The folder that holds dbt_project.yml, absolute.</param>
    public static string Of(string projectFolder)
    {
        var problems = new DiagnosticBag();
        return ProjectFiles.TryRead(Path.Combine(projectFolder, "dbt_project.yml"), "dbt_project.yml", problems) is { } source
            && YamlFile.Parse(source, problems) is YamlMapping mapping
            && mapping.Get("target-path") is YamlScalar { Value: string path } ? path : "target";
    }
}
