using Sluice.Diagnostics;
using Sluice.Jinja;
using Sluice.Partitions;
using Sluice.Sql.Context;
using Sluice.Sql.Nodes;
using Sluice.Sql.Project.Caching;

namespace Sluice.Sql.Project;

/// <summary>The template of a node while the project is parsed: what its text says, and what it tells when it is rendered.</summary>
internal abstract class TemplateRender
{
    /// <summary>Whether the node's config is looked at before the template has told its part of it.</summary>
    internal virtual bool LooksAtNode => true;

    /// <summary>The calls that stand in its text.</summary>
    internal abstract IReadOnlyList<StaticCall> Calls { get; }

    /// <summary>What it tells, rendered for the partitions of a set; null for a node without.</summary>
    internal abstract (ParseCapture All, ParseCapture? First) Render(SqlNode node, PartitionSet? set);
}

/// <summary>A template that is rendered each time that the project is parsed.</summary>
internal sealed class LiveRender(TemplateReads reads, Action<IJinjaScope> render, IReadOnlyList<StaticCall> calls) : TemplateRender
{
    internal override IReadOnlyList<StaticCall> Calls => calls;

    internal override (ParseCapture All, ParseCapture? First) Render(SqlNode node, PartitionSet? set) => reads.RenderAll(node, render, calls, set);
}

/// <summary>The template of a file of its own, which is not compiled where the cache knows what it tells.</summary>
internal sealed class FileRender : TemplateRender
{
    private readonly LoadedFile _file;
    private readonly TemplateReads _reads;
    private readonly Func<Template> _compile;
    private readonly ParseCache? _cache;
    private KeptRender? _kept;
    private Template? _template;

    private FileRender(LoadedFile file, TemplateReads reads, Func<Template> compile, ParseCache? cache) => (_file, _reads, _compile, _cache) = (file, reads, compile, cache);

    internal override bool LooksAtNode => _kept is null || _kept.Kinds.HasFlag(RenderInput.Node);

    internal override IReadOnlyList<StaticCall> Calls => _kept?.Calls ?? Template.StaticCalls;

    private Template Template => _template ??= _compile();

    /// <summary>The template of a file; null where its syntax is wrong, which is reported.</summary>
    internal static FileRender? Open(LoadedFile file, SqlNode node, TemplateReads reads, JinjaDialect dialect, ParseCache? cache, DiagnosticBag diagnostics)
    {
        var kept = cache?.Find(file, node);
        var render = new FileRender(file, reads, () => dialect.Sql.Compile(file.Source), cache) { _kept = kept };
        if (kept is null)
        {
            render._template = file.Template ?? dialect.TryCompile(file.Source, diagnostics);
            if (render._template is null)
            {
                return null;
            }

            if (!render._template.Blocks.IsEmpty)
            {
                file.Template = render._template;
            }
        }

        return render;
    }

    internal override (ParseCapture All, ParseCapture? First) Render(SqlNode node, PartitionSet? set)
    {
        if (_kept is not null && _cache!.Fits(_kept, node, set))
        {
            _cache.KeepOn(_file);
            return (_kept.All, _kept.First);
        }

        var (all, first) = _reads.RenderAll(node, scope => Template.Render(scope), Template.StaticCalls, set);
        // What defines something for others is always compiled.
        if (Template.Blocks.IsEmpty && (_file.File.Kind != FileKind.Test || Template.Macros.IsEmpty))
        {
            _cache?.Keep(_file, node, set, Template.StaticCalls, all, first);
        }

        return (all, first);
    }
}
