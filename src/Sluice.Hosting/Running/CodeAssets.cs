using System.Collections.Immutable;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Sluice.Hosting.Assets;
using Sluice.Hosting.Binding;
using Sluice.Hosting.Fingerprints;
using Sluice.Hosting.Rows;
using Sluice.Sql.Code;
using Sluice.Sql.Nodes;

namespace Sluice.Hosting.Running;

/// <summary>Makes the nodes of a project of what was declared and checked.</summary>
internal sealed class CodeAssets(IServiceProvider services, ProjectTextSource project, Dictionary<string, AssetDeclaration> byName, CodeFingerprint fingerprint)
{
    private readonly FileDigests _files = new(project.ProjectFolder);

    internal void BeginInputs(IEnumerable<BoundAsset> all) => _files.Begin(all.SelectMany(bound => bound.Declaration.Files));

    internal CodeAsset Asset(BoundAsset bound)
    {
        var asset = bound.Declaration;
        var reads = ReadsOf(bound).ToImmutableArray();
        var function = asset.Function ?? asset;
        var isOutside = asset.Function is null && asset.Files.Count == 0 && asset.Observe is null && reads.IsEmpty && bound.Method is not null;
        return new CodeAsset
        {
            Name = asset.Name,
            Group = asset.Group,
            Source = bound.Site.Source,
            Span = bound.Site.Span,
            Path = bound.Site.Path,
            Code = CodeOf(bound, asset.Row is null ? "" : ColumnText(asset.Row)),
            Description = asset.Description,
            Config = [.. ConfigOf(bound, asset.Sql is null ? "table" : "view")],
            Reads = reads,
            Columns = asset.Row is null ? [] : [.. RowShape.Of(asset.Row).Columns.Select(column => new ColumnInfo { Name = column.Name, DataType = column.SqlType })],
            AlwaysRuns = asset.AlwaysRuns ?? isOutside,
            Inputs = asset.Files.Count > 0 || asset.Observe is not null ? () => InputsOf(asset) : null,
            Retry = function.Retry,
            IsTransient = function.IsTransient,
            Timeout = function.Timeout,
            Run = new AssetRun(services, bound, reads, Settings(isTracked: !(asset.AlwaysRuns ?? isOutside)), name => byName[name].ChangeKey).RunAsync,
        };
    }

    internal CodeCheck Check(BoundAsset bound, BoundCheck check)
    {
        var reads = CheckReads(bound, check).ToImmutableArray();
        var config = ConfigOf(bound, "test").Where(pair => pair.Key is "partition_by")
            .Append(KeyValuePair.Create("severity", (object?)(check.Declaration.Severity == Diagnostics.Severity.Error ? "error" : "warn")))
            .Append(KeyValuePair.Create("tags", (object?)bound.Declaration.Tags.ToArray()));
        return new CodeCheck
        {
            Name = $"{bound.Declaration.Name}_{check.Declaration.Name}",
            Group = bound.Declaration.Group,
            Asset = bound.Declaration.Name,
            Source = check.Site.Source,
            Span = check.Site.Span,
            Path = check.Site.Path,
            Code = $"{check.Declaration.Name} {check.Declaration.Form}{check.Method?.Signature()} {check.Method?.Body(fingerprint, [])}",
            Config = [.. config],
            Reads = reads,
            Run = new CheckRun(services, bound, check, reads, Settings(isTracked: true)).RunAsync,
        };
    }

    /// <summary>What a parameter of a check reads: an asset of its name, else the asset that the check is about.</summary>
    internal static string NameIn(Parameter.Rows rows, BoundAsset bound, Func<string, bool> isKnown) => isKnown(rows.Name) ? rows.Name : bound.Declaration.Name;

    private ContextSettings Settings(bool isTracked)
    {
        var budget = services.GetRequiredService<IConfiguration>()["Sluice:MemoryBudget"];
        return new ContextSettings(
            project.ProjectFolder, services.GetRequiredService<TimeProvider>(), isTracked, ByteSize.TryParse(budget, out var bytes) ? bytes : 2L << 30);
    }

    private static IEnumerable<CodeRead> ReadsOf(BoundAsset bound)
    {
        foreach (var rows in bound.Method?.Reads.Where(read => !read.IsOwn) ?? [])
        {
            yield return ReadOf(rows.Name, rows.Back, bound.Site);
        }

        foreach (var name in bound.Declaration.DependsOn.Concat(bound.Declaration.Function is { } function ? [function.Name] : []))
        {
            yield return ReadOf(name, 0, bound.Site);
        }
    }

    // The asset itself comes first, whether a parameter reads it or not.
    private IEnumerable<CodeRead> CheckReads(BoundAsset bound, BoundCheck check) =>
        (check.Method?.Reads.Select(rows => ReadOf(NameIn(rows, bound, byName.ContainsKey), rows.Back, check.Site)) ?? check.Declaration.Reads.Select(name => ReadOf(name, 0, check.Site)))
            .Prepend(ReadOf(bound.Declaration.Name, 0, check.Site));

    private static CodeRead ReadOf(string name, int back, CallSite site)
    {
        var dot = name.IndexOf('.', StringComparison.Ordinal);
        return dot < 0 ? new CodeRead(name, site.Span, back) : new CodeRead(name[(dot + 1)..], site.Span, back, name[..dot]);
    }

    private static IEnumerable<KeyValuePair<string, object?>> ConfigOf(BoundAsset bound, string materialized)
    {
        var asset = bound.Declaration;
        yield return new("materialized", materialized);
        if (asset.Group is { } group)
        {
            yield return new("group", group);
        }

        if (asset.Tags.Count > 0)
        {
            yield return new("tags", asset.Tags.ToArray());
        }

        if (asset.Meta.Count > 0)
        {
            yield return new("meta", asset.Meta);
        }

        if (bound.Partitions is { } set)
        {
            yield return new("partition_by", set);
        }

        if ((asset.Pool ?? asset.ConcurrencyKey) is { } pool)
        {
            yield return new("pool", pool);
        }

        foreach (var pair in asset.Config)
        {
            yield return pair;
        }
    }

    // A declared version stands for the body.
    private string CodeOf(BoundAsset bound, string columns)
    {
        var asset = bound.Declaration;
        var body = asset.Function is { } function ? $"output of {function.Name}"
            : asset.Sql is { } sql ? sql
            : $"{bound.Method!.Signature()}\n{(asset.Version is { } version ? $"version {version}" : bound.Method.Body(fingerprint, asset.Row is { } row ? [row] : []))}";
        var options = (bound.Method?.Parameters.OfType<Parameter.Service>() ?? [])
            .Select(parameter => parameter.Info.ParameterType)
            .Where(type => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IOptions<>))
            .Select(type => Digest.Of($"{type} {OptionValues.Text(services, type)}"));
        var outputs = string.Concat(asset.Outputs.Select(output => $"\n{output.Name}({ColumnText(output.Row)})"));
        return $"{asset.Name}({columns}) {body}{outputs}\n{string.Join('\n', options)}".Trim();
    }

    private static string ColumnText(Type row) => string.Join(", ", RowShape.Of(row).Columns.Select(column => $"{column.Name} {column.SqlType}"));

    private string InputsOf(AssetDeclaration asset) => Digest.Of(string.Join('\n', _files.Of(asset.Files).Append(asset.Observe?.Invoke() ?? "")));
}
