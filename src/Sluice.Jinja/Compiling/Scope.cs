namespace Sluice.Jinja.Compiling;

/// <summary>What the compiler knows about the place it is at.</summary>
internal sealed class Scope
{
    internal Scope(Unit unit, Symbols symbols)
    {
        Unit = unit;
        Symbols = symbols;
    }

    internal Unit Unit { get; }

    internal Symbols Symbols { get; }

    internal FunctionPlan Function => Symbols.Function;

    /// <summary>Assignments are names of the template, seen by blocks, includes and importers.</summary>
    internal bool IsTopLevel { get; init; }

    /// <summary>Top level and outside of any condition.</summary>
    internal bool IsRootLevel { get; init; }

    /// <summary>Text is dropped once the template is known to extend another.</summary>
    internal bool ChecksOutput { get; init; }

    /// <summary>Whether outputs are escaped here; null where only the render knows.</summary>
    internal required bool? Escapes { get; init; }

    /// <summary>A scope inside of this one, in the same activation or in a new one.</summary>
    internal Scope Inner(FunctionPlan? function = null, bool captures = false) =>
        Inner(Escapes, function, captures);

    internal Scope Inner(bool? escapes, FunctionPlan? function = null, bool captures = false) =>
        new(Unit, new Symbols(function ?? Function, Symbols)) { ChecksOutput = ChecksOutput && !captures, Escapes = escapes };

    /// <summary>The branch of a condition: the same names, but what is extended here is known only at run time.</summary>
    internal Scope Branch() => new(Unit, Symbols)
    {
        IsTopLevel = IsTopLevel, IsRootLevel = false, ChecksOutput = ChecksOutput, Escapes = Escapes,
    };
}
