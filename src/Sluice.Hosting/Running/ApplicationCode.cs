using System.Collections.Immutable;
using System.Reflection;
using System.Text.RegularExpressions;
using Sluice.Diagnostics;
using Sluice.Hosting.Assets;
using Sluice.Hosting.Binding;
using Sluice.Hosting.Fingerprints;
using Sluice.Partitions;
using Sluice.Sql.Code;

namespace Sluice.Hosting.Running;

/// <summary>Checks the declarations of an application against each other, and makes the nodes of its project of them.</summary>
internal sealed partial class ApplicationCode(
    IServiceProvider services, ProjectTextSource project, ImmutableDictionary<string, PartitionSet> partitions, CodeFingerprint fingerprint, DiagnosticBag problems)
{
    private readonly Dictionary<string, AssetDeclaration> _byName = new(StringComparer.Ordinal);

    internal CodeProject Create(ImmutableArray<AssetDeclaration> declared)
    {
        var all = declared.SelectMany(asset => asset.ReadOutputs.Select(output => output.Asset.Declaration).Prepend(asset)).ToImmutableArray();
        foreach (var asset in all)
        {
            Register(asset);
        }

        var bound = all.Where(asset => _byName.GetValueOrDefault(asset.Name) == asset).Select(Bind).OfType<BoundAsset>().ToImmutableArray();
        var review = new DeclarationReview(services, project, partitions, _byName, problems);
        foreach (var asset in bound)
        {
            review.Check(asset);
        }

        review.CheckCycles(bound);
        var assets = new CodeAssets(services, project, _byName, fingerprint);
        return new CodeProject
        {
            Name = project.Name,
            ProjectText = project.Project,
            ProfileText = project.Profile,
            HasFiles = project.HasFiles,
            Partitions = [.. partitions.Values],
            Assets = [.. problems.HasErrors ? [] : bound.Select(assets.Asset)],
            BeginInputs = () => assets.BeginInputs(bound),
            Checks = [.. problems.HasErrors ? [] : bound.SelectMany(asset => asset.Checks.Select(check => assets.Check(asset, check)))],
        };
    }

    private void Register(AssetDeclaration asset)
    {
        var site = asset.Site(project.ProjectFolder);
        foreach (var name in new[] { asset.Name, asset.Group }.OfType<string>().Concat(asset.Checks.Select(check => check.Name)).Where(name => !NameForm().IsMatch(name)))
        {
            problems.Add(HostingErrors.InvalidName(site, name));
        }

        if (!_byName.TryAdd(asset.Name, asset))
        {
            problems.Add(HostingErrors.Duplicate(site, asset.Name, _byName[asset.Name].Site(project.ProjectFolder)));
        }
    }

    private BoundAsset? Bind(AssetDeclaration asset)
    {
        var site = asset.Site(project.ProjectFolder);
        var isPartitioned = PartitionsOf(asset) is not null;
        CodeMethod? method = null;
        if (asset.Code is { } code)
        {
            method = CodeMethod.Of(code, asset.Name, isPartitioned);
        }
        else if (asset.CodeType is { } type)
        {
            var methods = type.GetMethods(BindingFlags.Public | BindingFlags.Instance).Where(candidate => candidate.Name == "MaterializeAsync").ToList();
            if (methods.Count != 1)
            {
                problems.Add(HostingErrors.NoMethod(site, asset.Name, type, methods.Count));
                return null;
            }

            method = CodeMethod.Of(type, methods[0], asset.Name, isPartitioned);
        }

        var checks = asset.Checks.Select(check => new BoundCheck(
            check, CallSite.Of(check.File, check.Line, check.Name, project.ProjectFolder), check.Code is null ? null : CodeMethod.Of(check.Code, asset.Name, isPartitioned)));
        return new BoundAsset(asset, site, method, PartitionsOf(asset), [.. checks]);
    }

    private static string? PartitionsOf(AssetDeclaration asset) => (asset.Function ?? asset).Partitions ?? asset.Partitions;

    [GeneratedRegex("^[A-Za-z_][A-Za-z0-9_]*$", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex NameForm();
}

/// <summary>An asset with its code looked at.</summary>
/// <param name="Declaration">As declared.</param>
/// <param name="Site">Where.</param>
/// <param name="Method">The code; null where it has a query, or takes its rows from a function.</param>
/// <param name="Partitions">The name of its partitions; null for none.</param>
/// <param name="Checks">Its checks.</param>
internal sealed record BoundAsset(AssetDeclaration Declaration, CallSite Site, CodeMethod? Method, string? Partitions, ImmutableArray<BoundCheck> Checks)
{
    /// <summary>The names that it reads within one partition.</summary>
    internal IEnumerable<string> ReadsNow => (Method?.Reads.Where(read => read is { Back: 0, IsOwn: false }).Select(read => read.Name) ?? [])
        .Concat(Declaration.DependsOn).Concat(Declaration.Function is { } function ? [function.Name] : []);
}

/// <summary>A check with its code looked at.</summary>
/// <param name="Declaration">As declared.</param>
/// <param name="Site">Where.</param>
/// <param name="Method">The code; null for one that the library brings along.</param>
internal sealed record BoundCheck(CheckDeclaration Declaration, CallSite Site, CodeMethod? Method);
