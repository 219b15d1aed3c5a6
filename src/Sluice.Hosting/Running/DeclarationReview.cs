using System.Collections.Immutable;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Sluice.Diagnostics;
using Sluice.Hosting.Assets;
using Sluice.Hosting.Binding;
using Sluice.Hosting.Rows;
using Sluice.Partitions;

namespace Sluice.Hosting.Running;

/// <summary>Says what is wrong with declarations.</summary>
internal sealed class DeclarationReview(
    IServiceProvider services, ProjectTextSource project, ImmutableDictionary<string, PartitionSet> partitions, Dictionary<string, AssetDeclaration> byName, DiagnosticBag problems)
{
    private static readonly Type[] KeyTypes = [typeof(string), typeof(int), typeof(long), typeof(DateOnly)];

    private readonly IServiceProviderIsService? _known = services.GetService<IServiceProviderIsService>();

    internal void Check(BoundAsset asset)
    {
        var declaration = asset.Declaration;
        if (declaration.Row is { } row)
        {
            foreach (var column in RowShape.Of(row).Columns.Where(column => column.SqlType is null))
            {
                problems.Add(HostingErrors.NoColumnType(asset.Site, declaration.Name, row, column));
            }
        }

        if (declaration is { Pool: not null, ConcurrencyKey: not null })
        {
            problems.Add(HostingErrors.PoolAndKey(asset.Site, declaration.Name));
        }

        if (!declaration.ChangeKey.IsEmpty && (asset.Partitions is not null || !declaration.HasTable))
        {
            problems.Add(HostingErrors.TrackedPartitions(asset.Site, declaration.Name));
        }

        // What sluice.yml declares is known when the project is loaded.
        if (asset.Partitions is { } set && !partitions.ContainsKey(set) && !File.Exists(Path.Combine(project.ProjectFolder, "sluice.yml")))
        {
            problems.Add(HostingErrors.UnknownPartitions(asset.Site, declaration.Name, set, partitions.Keys));
        }

        foreach (var name in declaration.DependsOn.Where(name => !IsKnown(name)))
        {
            problems.Add(HostingErrors.UnknownAsset(asset.Site, declaration.Name, name, byName.Keys));
        }

        if (asset.Method is { } method)
        {
            if (!method.IsAsync)
            {
                problems.Add(HostingErrors.NotAsync(asset.Site, declaration.Name, method.ResultType));
            }

            CheckParameters(asset.Site, declaration.Name, asset.Partitions, method, own: null);
            CheckOutputs(asset, method);
        }

        foreach (var check in asset.Checks)
        {
            CheckCheck(asset, check);
        }
    }

    /// <summary>Finds assets of code that wait for each other; circles through SQL models are found when the project is loaded.</summary>
    internal void CheckCycles(ImmutableArray<BoundAsset> assets)
    {
        var byBound = assets.ToDictionary(asset => asset.Declaration.Name, StringComparer.Ordinal);
        var done = new HashSet<string>(StringComparer.Ordinal);
        var path = new List<string>();
        foreach (var asset in assets)
        {
            Visit(asset.Declaration.Name);
        }

        void Visit(string name)
        {
            var at = path.IndexOf(name);
            if (at >= 0)
            {
                problems.Add(HostingErrors.Cycle(byBound[name].Site, path.Skip(at).Append(name)));
                return;
            }

            if (!byBound.TryGetValue(name, out var asset) || done.Contains(name))
            {
                return;
            }

            path.Add(name);
            foreach (var read in asset.ReadsNow.Distinct(StringComparer.Ordinal))
            {
                Visit(read);
            }

            path.RemoveAt(path.Count - 1);
            done.Add(name);
        }
    }

    // A name may be that of a SQL model, which is known when the project is loaded.
    private bool IsKnown(string name) => byName.ContainsKey(name) || project.HasFiles;

    private void CheckCheck(BoundAsset asset, BoundCheck check)
    {
        foreach (var read in check.Declaration.Reads.Where(read => !IsKnown(read)))
        {
            problems.Add(HostingErrors.UnknownAsset(check.Site, check.Declaration.Name, read, byName.Keys));
        }

        if (check.Method is not { } method)
        {
            return;
        }

        if (method.ResultType != typeof(bool) && method.ResultType != typeof(CheckResult))
        {
            problems.Add(HostingErrors.NotAwaitedCheck(check.Site, check.Declaration.Name, method.ResultType));
        }

        CheckParameters(check.Site, check.Declaration.Name, asset.Partitions, method, asset.Declaration);
    }

    private void CheckParameters(CallSite site, string name, string? set, CodeMethod method, AssetDeclaration? own)
    {
        foreach (var parameter in method.Parameters)
        {
            switch (parameter)
            {
                case Parameter.Rows rows:
                    CheckRows(site, name, set, rows, own);
                    break;
                case Parameter.Key when set is null:
                    problems.Add(HostingErrors.NoPartitions(site, name, parameter.Info.Name!));
                    break;
                case Parameter.Key when !KeyTypes.Contains(parameter.Info.ParameterType):
                    problems.Add(HostingErrors.WrongKeyType(site, name, parameter));
                    break;
                case Parameter.Service when !parameter.Info.HasDefaultValue && _known?.IsService(parameter.Info.ParameterType) == false:
                    problems.Add(HostingErrors.NoService(site, name, parameter));
                    break;
                case Parameter.Service:
                    CheckOptions(site, name, parameter.Info.ParameterType);
                    break;
            }
        }
    }

    private void CheckRows(CallSite site, string name, string? set, Parameter.Rows rows, AssetDeclaration? own)
    {
        if (rows.Back > 0 && !rows.IsOwn && set is null)
        {
            problems.Add(HostingErrors.NoPartitions(site, name, rows.Info.Name!));
            return;
        }

        if (Records.ConstructorOf(rows.Row) is null)
        {
            problems.Add(HostingErrors.NoConstructor(site, name, rows.Row));
        }

        var upstream = byName.GetValueOrDefault(rows.Name) ?? own;
        if (rows.IsChanges && byName.GetValueOrDefault(rows.Name) is not { ChangeKey.IsEmpty: false })
        {
            problems.Add(HostingErrors.NotTracked(site, name, rows.Name));
            return;
        }

        if (upstream is null)
        {
            if (!project.HasFiles && !rows.Name.Contains('.', StringComparison.Ordinal))
            {
                problems.Add(HostingErrors.UnknownAsset(site, name, rows.Name, byName.Keys));
            }

            return;
        }

        if (upstream.Row is { } written)
        {
            CheckColumns(site, name, rows.Row, upstream.Name, RowShape.Of(written), (upstream.Function ?? upstream).Partitions);
        }
    }

    private void CheckColumns(CallSite site, string name, Type row, string upstream, RowShape shape, string? partitionColumn)
    {
        foreach (var column in RowShape.Of(row).Columns)
        {
            if (shape.Find(column.Name) is not { } written)
            {
                // The key of a partition is written beside the record's columns.
                if (partitionColumn is null)
                {
                    problems.Add(HostingErrors.MissingColumn(site, name, row, column, upstream, shape));
                }
            }
            else if (!ColumnFamilies.CanRead(written, column))
            {
                problems.Add(HostingErrors.WrongType(site, name, row, column, upstream, written));
            }
        }
    }

    private void CheckOptions(CallSite site, string name, Type type)
    {
        if (!type.IsGenericType || type.GetGenericTypeDefinition() != typeof(IOptions<>))
        {
            return;
        }

        try
        {
            OptionValues.Read(services, type);
        }
        catch (OptionsValidationException error)
        {
            problems.Add(HostingErrors.BadOptions(site, name, type.GetGenericArguments()[0], error.Failures));
        }
    }

    private void CheckOutputs(BoundAsset asset, CodeMethod method)
    {
        var declared = asset.Declaration.Outputs;
        foreach (var parameter in method.Parameters.OfType<Parameter.Output>())
        {
            if (!declared.Exists(output => output.Name == parameter.Name && output.Row == parameter.Row))
            {
                problems.Add(HostingErrors.OutputMismatch(asset.Site, asset.Declaration.Name, $"takes Output<{parameter.Row.Name}> {parameter.Name}, which it does not produce"));
            }
        }

        foreach (var output in declared.Where(output => !method.Parameters.OfType<Parameter.Output>().Any(parameter => parameter.Name == output.Name)))
        {
            problems.Add(HostingErrors.OutputMismatch(asset.Site, asset.Declaration.Name, $"produces `{output.Name}` and has no parameter of that name to write it"));
        }
    }
}
