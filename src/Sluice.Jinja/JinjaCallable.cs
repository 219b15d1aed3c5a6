namespace Sluice.Jinja;

/// <summary>A value that can be called: a macro, a function of the host, a method of a value.</summary>
public abstract class JinjaCallable : JinjaObject
{
    /// <summary>How messages name it.</summary>
    public abstract string Name { get; }

    /// <inheritdoc/>
    public override bool IsCallable => true;

    /// <inheritdoc/>
    public override string TypeName => "function";

    /// <inheritdoc/>
    public override string Repr() => $"<{TypeName} {Name}>";

    /// <inheritdoc/>
    public abstract override object? Invoke(JinjaCall call);
}
