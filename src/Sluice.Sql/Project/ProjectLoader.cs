using System.Collections.Immutable;
using Sluice.Diagnostics;
using Sluice.Jinja;
using Sluice.Partitions;
using Sluice.Sql.Compilation;
using Sluice.Sql.Context;
using Sluice.Sql.Nodes;
using Sluice.Sql.Project.Caching;
using Sluice.Sql.Project.Yaml;
using Sluice.Sql.Scenarios;

namespace Sluice.Sql.Project;

/// <summary>Loads a project: files, then macros, then nodes, then what they read. Goes on after a problem, so that all are reported.</summary>
internal sealed class ProjectLoader(ProjectOptions options, DiagnosticBag diagnostics)
{
    private readonly JinjaDialect _dialect = new();
    private ParseCache? _cache;

    internal SqlProject? Load()
    {
        var folder = Path.GetFullPath(options.ProjectFolder);
        var path = Path.Combine(folder, "dbt_project.yml");
        if (!File.Exists(path) && options.Code is null)
        {
            diagnostics.Add(ProjectErrors.NoProject(options.ProjectFolder));
            return null;
        }

        var source = File.Exists(path) && options.Code is not { HasFiles: false }
            ? ProjectFiles.TryRead(path, "dbt_project.yml", diagnostics)
            : new SourceText("(application)/dbt_project.yml", options.Code!.ProjectText);
        if (source is null
            || DbtProjectFile.Parse(source, folder, diagnostics) is not { } root)
        {
            return null;
        }

        ProjectFlags.ReportUnknown(root.Flags, diagnostics);
        var packages = new PackageFinder(diagnostics).Find(root);
        var scenarios = ScenarioFiles.Find(folder, diagnostics);
        var variables = ReadVariables(root, packages, scenarios);
        var target = new ProfileReader(options, _dialect, variables, diagnostics).Read(root);
        CheckVersions([root, .. packages]);
        if (target is null)
        {
            // Without a target no name can be made, so that the files would only yield errors that follow from it.
            return null;
        }

        var settings = ReadSettings(root, variables, target);
        _cache = options.KeepsParse ? ParseCache.Open(Path.GetFullPath(options.TargetPath ?? root.TargetPath, folder), options.Builtins) : null;
        var files = options.Code is { HasFiles: false } ? [] : ReadFiles([root, .. packages], root);
        return Build(root, packages, variables, target, settings is null ? null : settings with { ScenarioFiles = scenarios }, files);
    }

    private SqlProject? Build(
        DbtProjectFile root, IReadOnlyList<DbtProjectFile> packages, Variables variables, Target target, SluiceSettings? settings, LoadedFile[] files)
    {
        var macros = new MacroLibrary(ReadMacros(files), root.Name);
        var partitions = (options.Code?.Partitions ?? []).ToImmutableDictionary(set => set.Name, StringComparer.Ordinal)
            .SetItems(settings?.Partitions ?? ImmutableDictionary<string, PartitionSet>.Empty);
        ImmutableArray<string> names = [root.Name, .. packages.Select(package => package.Name)];
        var context = new ProjectContext(root, target, options.Invocation, variables, macros, options.Builtins, names, partitions);
        _cache?.Enter(context);
        var builder = new NodeBuilder(context, _dialect, [root, .. packages], files, _cache, diagnostics) { Code = options.Code };
        var nodes = builder.Build();
        _cache?.Save();
        if (settings is not null)
        {
            new SettingsChecker(context, _dialect, settings, nodes, diagnostics).Check();
            VariableScan.ReportUnknown(context, settings, files, nodes, diagnostics);
            if (settings.Settings.StrictVars)
            {
                VariableScan.ReportUnused(context, settings, files, nodes, diagnostics);
            }
        }

        if (diagnostics.HasErrors)
        {
            // Two nodes of one name are reported by now; nothing can be made of them.
            return null;
        }

        var project = new SqlProject(context, _dialect, settings, nodes);
        context.Graph = GraphValue.Create(project);
        return project;
    }

    private Variables ReadVariables(DbtProjectFile root, IReadOnlyList<DbtProjectFile> packages, ImmutableArray<Scenario> scenarios)
    {
        var declared = ImmutableDictionary.CreateBuilder<string, JinjaDict>(StringComparer.Ordinal);
        foreach (var package in packages.Prepend(root))
        {
            declared[package.Name] = YamlValues.ToValue(package.Vars) as JinjaDict ?? new JinjaDict();
        }

        var overridden = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var variable in scenarios.FirstOrDefault(scenario => scenario.Name == options.Scenario)?.Vars ?? [])
        {
            overridden[variable.Name] = variable.Value;
        }

        foreach (var (name, value) in options.ScenarioVars)
        {
            overridden[name] = value;
        }

        return new Variables(CommandLineVariables.Read(options.Vars, overridden, diagnostics), root.Name, declared.ToImmutable());
    }

    private void CheckVersions(IEnumerable<DbtProjectFile> projects)
    {
        if (options.CheckVersion)
        {
            foreach (var project in projects)
            {
                RequiredVersion.Check(project, diagnostics);
            }
        }
    }

    private SluiceSettings? ReadSettings(DbtProjectFile root, Variables variables, Target target)
    {
        var path = Path.Combine(root.Folder, "sluice.yml");
        if (!File.Exists(path) || ProjectFiles.TryRead(path, "sluice.yml", diagnostics) is not { } source)
        {
            if (!options.Overrides.IsEmpty)
            {
                diagnostics.Add(OverrideErrors.NoFile(options.Overrides[0]));
            }

            return null;
        }

        var scope = new YamlScope(_dialect, options.Invocation, diagnostics).WithVariables(variables, root.Name).WithTarget(target);
        return SluiceFile.Parse(source, scope.Render, options.Invocation.Time, options.Overrides, diagnostics);
    }

    private LoadedFile[] ReadFiles(IReadOnlyList<DbtProjectFile> packages, DbtProjectFile root)
    {
        var files = packages.SelectMany(ProjectFiles.Find).ToArray();
        var loaded = new LoadedFile?[files.Length];
        Parallel.For(0, files.Length, index => loaded[index] = ReadFile(files[index], root));
        return [.. loaded.OfType<LoadedFile>()];
    }

    private LoadedFile? ReadFile(ProjectFile file, DbtProjectFile root)
    {
        var shown = file.Package == root ? file.OriginalPath : Path.GetRelativePath(root.Folder, file.FullPath).Replace('\\', '/');
        if (file.Kind is FileKind.Seed or FileKind.Python)
        {
            return new LoadedFile(file, new SourceText(shown, ""));
        }

        if (ProjectFiles.TryRead(file.FullPath, shown, diagnostics) is not { } source)
        {
            return null;
        }

        return file.Kind switch
        {
            FileKind.Fixture => new LoadedFile(file, source),
            FileKind.Properties => new LoadedFile(file, source) { Properties = PropertiesFile.Of(file, Tree(file, source), diagnostics) },
            FileKind.Model or FileKind.Analysis => NodeFile(file, source),
            FileKind.Test => WithMacros(NodeFile(file, source)),
            FileKind.Docs when !source.Text.Contains("{%", StringComparison.Ordinal) => null,
            _ => new LoadedFile(file, source) { Template = _dialect.TryCompile(source, diagnostics) },
        };
    }

    private YamlNode? Tree(ProjectFile file, SourceText source) => _cache is null ? YamlFile.Parse(source, diagnostics) : _cache.Tree(file, source, diagnostics);

    private static LoadedFile NodeFile(ProjectFile file, SourceText source) => new(file, Trimmed(source)) { Content = Digest.Of(source.Text) };

    // A test in a file of its own may define macros and tests for others.
    private LoadedFile WithMacros(LoadedFile file)
    {
        if (_cache?.HasSame(file) is not true)
        {
            file.Template = _dialect.TryCompile(file.Source, diagnostics);
            file.IsBroken = file.Template is null;
        }

        return file;
    }

    // dbt drops the blanks around a file. Those at the end go here; those at the start would shift every place, and go after the render.
    private static SourceText Trimmed(SourceText source)
    {
        var text = source.Text.TrimEnd();
        return text.Length == source.Text.Length ? source : new SourceText(source.Path, text);
    }

    private List<MacroEntry> ReadMacros(LoadedFile[] files)
    {
        var macros = new List<MacroEntry>();
        foreach (var source in options.Builtins.MacroFiles.Concat(BuiltInTests.Files))
        {
            if (_dialect.TryCompile(source, diagnostics) is { } template)
            {
                macros.AddRange(MacroReader.Read(MacroLibrary.BuiltIn, template));
            }
        }

        foreach (var file in files)
        {
            if (file.Template is not null && file.File.Kind is FileKind.Macro or FileKind.Snapshot or FileKind.Test)
            {
                macros.AddRange(MacroReader.Read(file.File.Package.Name, file.Template!));
            }
        }

        return macros;
    }
}
