using System.Collections.Immutable;
using Sluice.Diagnostics;
using Sluice.Jinja;
using Sluice.Sql.Context;
using Sluice.Sql.Project;
using Sluice.Sql.Project.Yaml;

namespace Sluice.Sql.Packages;

/// <summary>What packages need to know of the project that asks for them: no profile and no database.</summary>
internal static class PackageRoot
{
    /// <summary>Reads dbt_project.yml, and the names that values of packages.yml see; secrets are among them.</summary>
    /// <exception cref="DiagnosticException">There is no project, or its file is wrong.</exception>
    internal static (DbtProjectFile Root, YamlScope Scope) Read(string folder, string? vars, Invocation invocation, DiagnosticBag diagnostics)
    {
        var path = Path.Combine(folder, "dbt_project.yml");
        if (!File.Exists(path))
        {
            throw new DiagnosticException(ProjectErrors.NoProject(folder));
        }

        var root = ProjectFiles.TryRead(path, "dbt_project.yml", diagnostics) is { } source ? DbtProjectFile.Parse(source, folder, diagnostics) : null;
        diagnostics.ThrowIfErrors();
        var own = YamlValues.ToValue(root!.Vars) as JinjaDict ?? new JinjaDict();
        var variables = new Variables(
            CommandLineVariables.Read(vars, [], diagnostics), root.Name, ImmutableDictionary.Create<string, JinjaDict>(StringComparer.Ordinal).Add(root.Name, own));
        return (root, new YamlScope(new JinjaDialect(), invocation, diagnostics, allowSecrets: true).WithVariables(variables, root.Name));
    }
}
