namespace Sluice.Jinja;

/// <summary>A function of the host.</summary>
/// <param name="name">How messages name it.</param>
/// <param name="body">Called with the evaluated arguments; what it returns is converted as <see cref="JinjaValue.From"/> does.</param>
public sealed class JinjaFunction(string name, Func<JinjaCall, object?> body) : JinjaCallable
{
    /// <inheritdoc/>
    public override string Name { get; } = name;

    /// <inheritdoc/>
    public override object? Invoke(JinjaCall call) => body(call);
}
