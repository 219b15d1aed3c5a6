using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Sluice.Diagnostics;
using Sluice.Jinja.Values;

namespace Sluice.Jinja.Running;

/// <summary>One render: its limits, its cancellation, and the calls that are open.</summary>
internal sealed class RenderState(JinjaEnvironment environment, CancellationToken cancellationToken)
{
    private const int Stride = 512;

    private readonly Stack<Output> _outputs = new();
    private readonly long _maxIterations = environment.Options.Limits.MaxLoopIterations;
    private readonly int _maxDepth = environment.Options.Limits.MaxDepth;
    private OpenCall[] _calls = [];
    private Dictionary<Template, JinjaModule>? _modules;
    private long _iterations;

    internal JinjaEnvironment Environment { get; } = environment;

    internal CancellationToken CancellationToken { get; } = cancellationToken;

    internal int Depth { get; set; }

    /// <summary>Modules that were imported without context: made once in a render.</summary>
    internal Dictionary<Template, JinjaModule> Modules => _modules ??= [];

    /// <summary>The last text that a macro returned and where it came from, for the source map of its caller.</summary>
    internal (string Text, SourceMap Map)? LastMacro { get; set; }

    /// <summary>Whether macros keep source maps too.</summary>
    internal bool IsMapping { get; init; }

    internal void Enter(string what, string? name, SourceText source, SourceSpan span)
    {
        if (Depth >= _maxDepth || !RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            throw Fail.TooDeep(Math.Min(Depth, _maxDepth));
        }

        if (Depth == _calls.Length)
        {
            Array.Resize(ref _calls, Math.Max(4, Depth * 2));
        }

        _calls[Depth++] = new OpenCall(what, name, source, span);
    }

    internal void Leave() => Depth--;

    internal void CountIteration()
    {
        if (++_iterations % Stride == 0)
        {
            CancellationToken.ThrowIfCancellationRequested();
        }

        if (_iterations > _maxIterations)
        {
            throw Fail.TooManyIterations(_maxIterations);
        }
    }

    internal IEnumerable<object?> Counted(IEnumerable<object?> items)
    {
        foreach (var item in items)
        {
            CountIteration();
            yield return item;
        }
    }

    internal Output TakeOutput() =>
        _outputs.TryPop(out var output) ? output : new Output(Environment.Options.Limits.MaxOutputChars);

    internal void GiveBack(Output output)
    {
        output.Reset();
        _outputs.Push(output);
    }

    /// <summary>After the render: gives the buffers back.</summary>
    internal void Release()
    {
        while (_outputs.TryPop(out var output))
        {
            output.Release();
        }
    }

    internal ImmutableArray<DiagnosticFrame> Chain()
    {
        var frames = ImmutableArray.CreateBuilder<DiagnosticFrame>(Depth);
        for (var i = Depth - 1; i >= 0 && frames.Count < 50; i--)
        {
            var call = _calls[i];
            frames.Add(new DiagnosticFrame(
                call.Name is null ? call.What : $"in {call.What} `{call.Name}`, called from", call.Source, call.Span));
        }

        return frames.ToImmutable();
    }

    private readonly record struct OpenCall(string What, string? Name, SourceText Source, SourceSpan Span);
}
