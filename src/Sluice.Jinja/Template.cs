using System.Collections.Immutable;
using Sluice.Diagnostics;
using Sluice.Jinja.Compiling;
using Sluice.Jinja.Parsing;
using Sluice.Jinja.Running;
using Sluice.Jinja.Syntax;
using Sluice.Jinja.Values;

namespace Sluice.Jinja;

/// <summary>A template that was read without an error. Immutable; renders on several threads at once.</summary>
public sealed class Template
{
    private const int MaxGuess = 1024 * 1024;

    private readonly ParsedTemplate _parsed;
    private readonly Lock _gate = new();
    private CompiledTemplate? _compiled;

    // How long the last text was: only a guess of what the next needs, which threads may share.
    private int _usualLength;

    internal Template(JinjaEnvironment environment, SourceText source, string? name, ParsedTemplate parsed)
    {
        Environment = environment;
        Source = source;
        Name = name;
        _parsed = parsed;
        Macros = [.. parsed.Macros];
        Blocks = [.. parsed.CustomBlocks];
    }

    /// <summary>The text.</summary>
    public SourceText Source { get; }

    /// <summary>The name that the loader knows it by; null where it did not come from a loader.</summary>
    public string? Name { get; }

    /// <summary>The macros of the top level, in order.</summary>
    public ImmutableArray<MacroInfo> Macros { get; }

    /// <summary>The blocks of custom tags at the top level, in order.</summary>
    public ImmutableArray<CustomBlock> Blocks { get; }

    /// <summary>Every call of a name that the template does not assign itself, wherever it stands, in the order of the text.</summary>
    public IReadOnlyList<StaticCall> StaticCalls => _parsed.Calls;

    internal JinjaEnvironment Environment { get; }

    internal CompiledTemplate Compiled
    {
        get
        {
            if (_compiled is not null)
            {
                return _compiled;
            }

            lock (_gate)
            {
                return _compiled ??= CompiledTemplate.Of(this, _parsed);
            }
        }
    }

    /// <summary>Compiles to delegates now, and not at the first render.</summary>
    public void Prepare() => _ = Compiled;

    /// <summary>Renders to a writer.</summary>
    /// <exception cref="JinjaException">Rendering failed; the writer may have got a part of the text.</exception>
    /// <exception cref="OperationCanceledException">The render was cancelled.</exception>
    public void Render(IJinjaScope scope, TextWriter output, RenderOptions? options = null)
    {
        var state = NewState(options);
        var target = new Output(Environment.Options.Limits.MaxOutputChars, output) { Map = options?.Map };
        Guard(state, () =>
        {
            _ = Run(scope, state, target);
            target.Flush();
        });
        target.Release();
        state.Release();
    }

    /// <summary>Renders to a string.</summary>
    /// <exception cref="JinjaException">Rendering failed.</exception>
    /// <exception cref="OperationCanceledException">The render was cancelled.</exception>
    public string Render(IJinjaScope scope, RenderOptions? options = null)
    {
        var state = NewState(options);
        var target = new Output(Environment.Options.Limits.MaxOutputChars, capacity: Math.Min(_usualLength, MaxGuess))
        {
            Map = options?.Map,
        };
        var text = "";
        Guard(state, () =>
        {
            _ = Run(scope, state, target);
            text = target.TakeText();
        });
        target.Release();
        state.Release();
        _usualLength = text.Length;
        return text;
    }

    /// <summary>Renders for what it exports: the macros and variables of its top level.</summary>
    /// <exception cref="JinjaException">Rendering failed.</exception>
    public JinjaModule MakeModule(IJinjaScope scope)
    {
        var state = NewState(null);
        JinjaModule? module = null;
        Guard(state, () => module = ToModule(scope, state));
        return module!;
    }

    internal JinjaModule ToModule(IJinjaScope scope, RenderState state)
    {
        var output = state.TakeOutput();
        try
        {
            var context = Run(scope, state, output);
            return new JinjaModule(Name ?? Source.Path, output.TakeText(), context);
        }
        finally
        {
            state.GiveBack(output);
        }
    }

    internal Context Run(IJinjaScope scope, RenderState state, Output output)
    {
        var escaping = new Escaping { IsOn = Environment.Options.EscapesFor(Name ?? Source.Path) };
        var context = new Context(Environment, scope, escaping);
        context.AddBlocks(Compiled.Blocks);
        _ = RunRoot(context, state, output);
        return context;
    }

    /// <summary>Runs the root of this template, and of those it extends; what a top-level <c>return</c> said is the value.</summary>
    internal object? RunRoot(Context context, RenderState state, Output output)
    {
        var template = this;
        var extended = 0;
        while (true)
        {
            var frame = template.Compiled.NewFrame(context, state);
            var flow = template.Compiled.Body(frame, output);
            if (flow == Flow.Return || frame.Parent is null)
            {
                return flow == Flow.Return ? frame.Result : null;
            }

            template = frame.Parent;
            if (++extended > Environment.Options.Limits.MaxDepth)
            {
                throw Fail.TooDeep(Environment.Options.Limits.MaxDepth);
            }
        }
    }

    /// <summary>The expression of a template that is exactly one output; null where it is anything else.</summary>
    internal JinjaExpression? TryGetSingle() =>
        _parsed.Body is [OutputStatement { Parts: [{ Expression: { } only }] }]
            ? new JinjaExpression(Environment, Source, only, _parsed.Reads)
            : null;

    private RenderState NewState(RenderOptions? options) =>
        new(Environment, options?.CancellationToken ?? CancellationToken.None) { IsMapping = options?.Map is not null };

    private void Guard(RenderState state, Action render)
    {
        try
        {
            render();
        }
        catch (TemplateError error)
        {
            throw Failures.Place(error, state, Source, default);
        }
        catch (ReturnSignal)
        {
            // A `return` outside of any macro ends the render.
        }
    }
}
