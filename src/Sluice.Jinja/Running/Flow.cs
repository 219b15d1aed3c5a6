namespace Sluice.Jinja.Running;

/// <summary>How a statement ended.</summary>
internal enum Flow
{
    Next,
    Break,
    Continue,

    /// <summary>The macro ends with the value in <see cref="Frame.Result"/>.</summary>
    Return,
}

/// <summary>A compiled expression.</summary>
internal delegate object? Evaluator(Frame frame);

/// <summary>A compiled statement.</summary>
internal delegate Flow Executor(Frame frame, Output output);

/// <summary>A compiled target of an assignment.</summary>
internal delegate void Assigner(Frame frame, object? value);
