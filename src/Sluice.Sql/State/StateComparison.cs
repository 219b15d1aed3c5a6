using System.Collections.Immutable;
using Sluice.Diagnostics;
using Sluice.Sql.Nodes;
using Sluice.Sql.Project;
using Sluice.Sql.Selection;

namespace Sluice.Sql.State;

/// <summary>A project beside an earlier state of it: what <c>state:</c>, <c>result:</c> and <c>source_status:</c> select.</summary>
public sealed class StateComparison
{
    /// <summary>The statuses that results have.</summary>
    internal static readonly string[] Statuses = ["success", "error", "fail", "warn", "pass", "skipped", "no-op", "partial success", "runtime error"];

    private static readonly Dictionary<string, Func<StateComparison, SqlNode, EarlierNode?, bool>> Aspects = new(StringComparer.Ordinal)
    {
        ["new"] = (_, _, earlier) => earlier is null,
        ["old"] = (_, _, earlier) => earlier is not null,
        ["modified"] = (state, node, earlier) => state.IsModified(node, earlier),
        ["unmodified"] = (state, node, earlier) => !state.IsModified(node, earlier),
        ["modified.body"] = (_, node, earlier) => earlier is null || (HasTemplate(node) && !NodeComparison.HasSameBody(node, earlier)),
        ["modified.configs"] = (_, node, earlier) => earlier is null || (HasTemplate(node) && !ConfigComparison.IsSame(node, earlier)),
        ["modified.persisted_descriptions"] = (_, node, earlier) => earlier is null || !NodeComparison.HasSameDescriptions(node, earlier),
        ["modified.relation"] = (_, node, earlier) => earlier is null || (HasTemplate(node) && !ConfigComparison.IsSameRelation(node, earlier)),
        ["modified.macros"] = (state, node, _) => state._macros.Value.HasChanged(node),
        ["modified.contract"] = (_, node, earlier) => earlier is not null && HasTemplate(node) && !NodeComparison.HasSameContract(node, earlier),
    };

    private readonly EarlierState _earlier;
    private readonly EarlierState _current;
    private readonly Lazy<MacroComparison> _macros;
    private readonly SqlProject _project;
    private bool _hasToldContracts;

    /// <summary>Compares a project with an earlier state.</summary>
    /// <param name="project">The project as it is.</param>
    /// <param name="earlier">The earlier state.</param>
    /// <param name="current">The artifacts of the project as it is, for sources that are fresher than they were.</param>
    public StateComparison(SqlProject project, EarlierState earlier, EarlierState current)
    {
        _earlier = earlier;
        _current = current;
        _project = project;
        _macros = new(() => new MacroComparison(project, earlier.Manifest!));
    }

    /// <summary>The nodes of a term; nothing where it is wrong, which is reported.</summary>
    internal IEnumerable<SqlNode> Find(Criterion criterion, ImmutableArray<SqlNode> nodes, DiagnosticBag diagnostics) => criterion.Method switch
    {
        "state" => ByAspect(criterion, nodes, diagnostics),
        "result" => ByResult(criterion, nodes, diagnostics),
        _ => ByLoad(criterion, nodes, diagnostics),
    };

    private static bool HasTemplate(SqlNode node) => node is not (SourceNode or ExposureNode);

    private bool IsModified(SqlNode node, EarlierNode? earlier) => !NodeComparison.IsSame(node, earlier) || _macros.Value.HasChanged(node);

    private IEnumerable<SqlNode> ByAspect(Criterion criterion, ImmutableArray<SqlNode> nodes, DiagnosticBag diagnostics)
    {
        if (!Aspects.TryGetValue(criterion.Value, out var aspect))
        {
            diagnostics.Add(SelectionErrors.UnknownValue(criterion.Raw, criterion.Method, criterion.Value, Aspects.Keys));
            return [];
        }

        if (_earlier.Manifest is not { } manifest)
        {
            diagnostics.Add(SelectionErrors.NoArtifact(criterion.Raw, criterion.Method, "manifest.json", _earlier.Folder));
            return [];
        }

        // dbt: who asks what was modified is told of promises that are broken, once.
        if (criterion.Value is "modified" or "modified.contract" && !_hasToldContracts)
        {
            _hasToldContracts = true;
            diagnostics.AddRange(ContractChanges.Find(_project, _earlier));
        }

        return nodes.Where(node => aspect(this, node, manifest.Nodes.GetValueOrDefault(node.UniqueId)));
    }

    private IEnumerable<SqlNode> ByResult(Criterion criterion, ImmutableArray<SqlNode> nodes, DiagnosticBag diagnostics)
    {
        if (!Statuses.Contains(criterion.Value, StringComparer.Ordinal))
        {
            diagnostics.Add(SelectionErrors.UnknownValue(criterion.Raw, criterion.Method, criterion.Value, Statuses));
            return [];
        }

        if (_earlier.Results is not { } results)
        {
            diagnostics.Add(SelectionErrors.NoArtifact(criterion.Raw, criterion.Method, "run_results.json", _earlier.Folder));
            return [];
        }

        return nodes.Where(node => results.TryGetValue(node.UniqueId, out var status) && status == criterion.Value);
    }

    private IEnumerable<SqlNode> ByLoad(Criterion criterion, ImmutableArray<SqlNode> nodes, DiagnosticBag diagnostics)
    {
        if (criterion.Value != "fresher")
        {
            diagnostics.Add(SelectionErrors.UnknownValue(criterion.Raw, criterion.Method, criterion.Value, ["fresher"]));
            return [];
        }

        if ((_earlier.Loads is null ? _earlier : _current.Loads is null ? _current : null) is { } missing)
        {
            diagnostics.Add(SelectionErrors.NoArtifact(criterion.Raw, criterion.Method, "sources.json", missing.Folder));
            return [];
        }

        return nodes.Where(node => _current.Loads!.TryGetValue(node.UniqueId, out var now)
            && (!_earlier.Loads!.TryGetValue(node.UniqueId, out var before) || IsLater(now, before)));
    }

    private static bool IsLater(string now, string before) =>
        DateTimeOffset.TryParse(now, out var left) && DateTimeOffset.TryParse(before, out var right) ? left > right : string.CompareOrdinal(now, before) > 0;
}
