using System.Collections.Immutable;
using System.Text.Json;
using Sluice.Diagnostics;
using Sluice.Sql.Context;
using Sluice.Sql.Project;
using Sluice.Sql.Project.Yaml;

namespace Sluice.Sql.Packages;

/// <summary>Settles which version of each package is installed, so that all wishes hold, those of packages too.</summary>
/// <param name="root">The project's folder, absolute.</param>
/// <param name="files">Reads packages.yml.</param>
/// <param name="http">Fetches.</param>
/// <param name="hub">The hub.</param>
/// <param name="work">A folder for clones and archives.</param>
/// <param name="checkVersion">False where a hub version counts whatever version of dbt it requires.</param>
/// <param name="diagnostics">Takes warnings, and what is wrong in the files of packages.</param>
internal sealed class PackageResolver(
    string root, PackageFile files, HttpClient http, HubClient hub, string work, bool checkVersion, DiagnosticBag diagnostics)
{
    private const int MostRounds = 50;
    private readonly Dictionary<string, PinnedPackage> _fetched = new(StringComparer.Ordinal);
    private readonly HashSet<string> _warned = new(StringComparer.Ordinal);

    /// <summary>The packages that the wishes come to, those first that are asked for first.</summary>
    /// <exception cref="DiagnosticException">Wishes contradict each other, or a package cannot be fetched.</exception>
    internal async Task<ImmutableArray<PinnedPackage>> ResolveAsync(ImmutableArray<PackageSpec> wishes, CancellationToken cancellationToken)
    {
        // A version that is chosen brings its own wishes, and they may change the choice: until nothing changes.
        var gathered = wishes;
        for (var round = 0; round < MostRounds; round++)
        {
            var chosen = new List<PinnedPackage>();
            var next = wishes.ToList();
            var byKey = gathered.ToLookup(spec => spec.Key, StringComparer.Ordinal);
            for (var i = 0; i < next.Count; i++)
            {
                if (chosen.Exists(package => package.Spec.Key == next[i].Key))
                {
                    continue;
                }

                var package = await PinAsync([.. byKey[next[i].Key].DefaultIfEmpty(next[i])], cancellationToken);
                chosen.Add(package);
                next.AddRange(package.Needs);
            }

            if (next.Select(spec => spec.ToString()).SequenceEqual(gathered.Select(spec => spec.ToString()), StringComparer.Ordinal))
            {
                CheckNames(chosen);
                return [.. chosen];
            }

            gathered = [.. next];
        }

        throw new DiagnosticException(PackageErrors.NeverSettles(wishes[0].Place));
    }

    /// <summary>Fetches what a lock file names; nothing is looked up but addresses.</summary>
    internal async Task<ImmutableArray<PinnedPackage>> FetchLockedAsync(IEnumerable<PackageSpec> locked, CancellationToken cancellationToken)
    {
        var packages = new List<PinnedPackage>();
        foreach (var spec in locked)
        {
            packages.Add(await PinAsync([spec], cancellationToken));
        }

        CheckNames(packages);
        return [.. packages];
    }

    private async Task<PinnedPackage> PinAsync(ImmutableArray<PackageSpec> wishes, CancellationToken cancellationToken)
    {
        var spec = wishes[0];
        try
        {
            return spec switch
            {
                LocalSpec local => Pin(local),
                GitSpec git => await PinAsync(git, [.. wishes.Cast<GitSpec>()], cancellationToken),
                HubSpec package => await PinAsync(package, [.. wishes.Cast<HubSpec>()], cancellationToken),
                _ => await PinAsync((TarballSpec)spec, cancellationToken),
            };
        }
        catch (Exception error) when (error is HttpRequestException or IOException or InvalidDataException or JsonException
            || (error is TaskCanceledException && !cancellationToken.IsCancellationRequested))
        {
            throw new DiagnosticException(PackageErrors.Unreachable(spec.Place, spec.Place is YamlScalar { Text: var text } ? text : spec.Key, Reason(error)));
        }
    }

    private PinnedLocal Pin(LocalSpec local) => new(local, NameIn(local.Folder, local))
    {
        Needs = files.Read(local.Folder, Path.GetRelativePath(root, local.Folder).Replace('\\', '/'), root),
    };

    private async Task<PinnedPackage> PinAsync(GitSpec git, ImmutableArray<GitSpec> wishes, CancellationToken cancellationToken)
    {
        // A wish without a revision takes any.
        var revisions = wishes.Select(wish => wish.Revision).OfType<string>().Distinct(StringComparer.Ordinal).ToList();
        if (revisions.Count > 1)
        {
            throw new DiagnosticException(PackageErrors.Revisions(wishes[^1].Place, Shown(git), string.Join(", ", revisions)));
        }

        git = git with { Revision = revisions.FirstOrDefault() };
        if (git.Revision is null or "HEAD" or "main" or "master" && wishes.All(wish => wish.WarnsUnpinned) && _warned.Add(git.Key))
        {
            diagnostics.Add(PackageErrors.Unpinned(git.Place, Shown(git)));
        }

        return await OnceAsync($"{git.Key}@{git.Revision}", async () =>
        {
            var clone = Path.Combine(work, $"git-{_fetched.Count}");
            var commit = await GitProgram.CloneAsync(git.Url, git.Revision, clone, cancellationToken);
            var folder = git.Subdirectory is { } inside ? Inside(clone, inside) : clone;
            return new PinnedGit(git, NameIn(folder, git), commit, folder) { Needs = files.Read(folder, Shown(git), root) };
        });
    }

    private async Task<PinnedPackage> PinAsync(TarballSpec archive, CancellationToken cancellationToken) => await OnceAsync(archive.Key, async () =>
    {
        var folder = await Tarball.UnpackAsync(http, archive.Url, Path.Combine(work, $"tarball-{_fetched.Count}"), cancellationToken);
        NameIn(folder, archive);
        return new PinnedTarball(archive, archive.Name, folder) { Needs = files.Read(folder, archive.Name, root) };
    });

    private async Task<PinnedPackage> PinAsync(HubSpec spec, ImmutableArray<HubSpec> wishes, CancellationToken cancellationToken)
    {
        var package = await hub.FindAsync(spec.Name, cancellationToken) ?? throw new DiagnosticException(PackageErrors.NotOnHub(spec.Place, spec.Name, $"api/v1/{spec.Name}.json"));
        var conditions = wishes.SelectMany(wish => wish.Versions).Distinct(StringComparer.Ordinal).ToList();
        var parsed = conditions.Select(VersionCondition.Parse).OfType<VersionCondition>().ToList();
        var known = package.Versions.Select(entry => (Version: SemanticVersion.Parse(entry.Key), entry.Value))
            .Where(entry => entry.Version is not null && (!checkVersion || Runs(entry.Value)))
            .OrderByDescending(entry => entry.Version).ToList();
        // dbt: a condition that names a prerelease lets prereleases in.
        var takesPre = wishes.Any(wish => wish.AllowsPrerelease) || parsed.Exists(condition => condition.Version.IsPrerelease);
        var (version, chosen) = known.Find(entry => (takesPre || !entry.Version!.IsPrerelease) && parsed.TrueForAll(condition => condition.Holds(entry.Version!)));
        if (version is null)
        {
            throw new DiagnosticException(PackageErrors.NoVersion(
                spec.Place, spec.Name, string.Join(", ", conditions), string.Join(", ", known.Take(8).Select(entry => entry.Version))));
        }

        var latest = known.Find(entry => !entry.Version!.IsPrerelease).Version;
        return new PinnedHub(
            spec, chosen.Name.Length > 0 ? chosen.Name : spec.Name.Split('/')[^1], version.ToString(), chosen.Downloads?.Tarball,
            latest is not null && latest.CompareTo(version) > 0 ? latest.ToString() : null)
        {
            Needs = Needs(spec, version, chosen),
        };
    }

    private ImmutableArray<PackageSpec> Needs(HubSpec spec, SemanticVersion version, HubVersion chosen)
    {
        if (chosen.Packages.ValueKind != JsonValueKind.Array)
        {
            return [];
        }

        // JSON is YAML.
        var source = new SourceText($"{spec.Name} {version} on the hub", chosen.Packages.GetRawText());
        var entries = YamlFile.Parse(source, diagnostics) is YamlSequence list ? list.Items : [];
        return [.. entries.Select(entry => files.Entry(entry, root, root)).OfType<PackageSpec>()];
    }

    private static bool Runs(HubVersion version)
    {
        IEnumerable<string> conditions = version.RequiredVersion.ValueKind switch
        {
            JsonValueKind.String => [version.RequiredVersion.GetString()!],
            JsonValueKind.Array => version.RequiredVersion.EnumerateArray().Where(item => item.ValueKind == JsonValueKind.String).Select(item => item.GetString()!),
            _ => [],
        };
        var announced = SemanticVersion.Parse(ProjectContext.AnnouncedVersion)!;
        return conditions.SelectMany(text => text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            .All(condition => VersionCondition.Parse(condition)?.Holds(announced) ?? true);
    }

    private async Task<PinnedPackage> OnceAsync(string key, Func<Task<PinnedPackage>> fetch)
    {
        if (!_fetched.TryGetValue(key, out var package))
        {
            package = await fetch();
            _fetched.Add(key, package);
        }

        return package;
    }

    private static string NameIn(string folder, PackageSpec spec)
    {
        var path = Path.Combine(folder, "dbt_project.yml");
        if (!File.Exists(path))
        {
            throw new DiagnosticException(spec is LocalSpec local
                ? PackageErrors.NoFolder(local.Place, local.Path) : PackageErrors.NotADependency(spec.Place, Shown(spec), "dbt_project.yml"));
        }

        var problems = new DiagnosticBag();
        var name = ProjectFiles.TryRead(path, $"{Shown(spec)}/dbt_project.yml", problems) is { } source ? DbtProjectFile.Parse(source, folder, problems)?.Name : null;
        problems.ThrowIfErrors();
        return name is { Length: > 0 } ? name : throw new DiagnosticException(PackageErrors.NotADependency(spec.Place, Shown(spec), "its name"));
    }

    private static void CheckNames(IReadOnlyList<PinnedPackage> packages)
    {
        foreach (var same in packages.GroupBy(package => package.Name, StringComparer.Ordinal).Where(group => group.Count() > 1))
        {
            throw new DiagnosticException(PackageErrors.SameName(same.Last().Spec.Place, same.Key, Shown(same.First().Spec)));
        }
    }

    private static string Inside(string clone, string subdirectory)
    {
        var folder = Path.GetFullPath(subdirectory, clone);
        return folder.StartsWith(clone + Path.DirectorySeparatorChar, StringComparison.Ordinal) ? folder : throw new IOException($"`{subdirectory}` lies outside of it");
    }

    // As it is written: the value may hold a secret.
    private static string Shown(PackageSpec spec) => spec.Place is YamlScalar { Text: var text } ? text : spec.Key;

    private static string Reason(Exception error) => error switch
    {
        HttpRequestException { StatusCode: { } code } => $"the server answers {(int)code}",
        TaskCanceledException => "there is no answer in time",
        JsonException => "the hub's answer is no package",
        _ => error.Message.TrimEnd('.'),
    };
}
