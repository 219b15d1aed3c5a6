using Sluice.Jinja.Parsing;
using Sluice.Jinja.Running;

namespace Sluice.Jinja.Compiling;

/// <summary>A template, ready to run.</summary>
internal sealed class CompiledTemplate
{
    private readonly Unit _unit;
    private readonly FunctionPlan _function;
    private readonly ScopeEntry _entry;
    private readonly Variable? _self;

    private CompiledTemplate(Unit unit, FunctionPlan function, ScopeEntry entry, Variable? self, Executor body)
    {
        _unit = unit;
        _function = function;
        _entry = entry;
        _self = self;
        Body = body;
        Blocks = [.. unit.Blocks.Values];
    }

    internal Executor Body { get; }

    internal BlockPlan[] Blocks { get; }

    internal static CompiledTemplate Of(Template template, ParsedTemplate parsed)
    {
        var unit = new Unit(template.Environment, template.Source, template.Name ?? template.Source.Path);
        foreach (var block in parsed.Blocks)
        {
            unit.Blocks.Add(block.Name, new BlockPlan(block.Name));
        }

        var function = new FunctionPlan(outer: null);
        var scope = new Scope(unit, new Symbols(function, parent: null))
        {
            IsTopLevel = true, IsRootLevel = true, ChecksOutput = parsed.HasExtends, Escapes = unit.Escapes,
        };
        var self = parsed.UsesSelf ? scope.Symbols.Declare("self") : null;
        Syntax.Body.Analyze(parsed.Body, scope.Symbols);
        var body = Syntax.Body.Compile(parsed.Body, scope);
        foreach (var block in parsed.Blocks)
        {
            block.CompileInto(unit.Blocks[block.Name], unit);
        }

        return new CompiledTemplate(unit, function, scope.Symbols.ToEntry(), self, body);
    }

    internal Frame NewFrame(Context context, RenderState state)
    {
        var frame = new Frame(_function, null, context, state, _unit);
        if (_self is { } self)
        {
            frame.Slots[self.Slot] = new SelfObject(frame);
        }

        _entry.Enter(frame);
        return frame;
    }
}
