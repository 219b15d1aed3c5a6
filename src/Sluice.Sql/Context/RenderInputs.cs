namespace Sluice.Sql.Context;

/// <summary>What a template may look at beside its own text, its macros and its target, which count for all templates of a project.</summary>
[Flags]
internal enum RenderInput
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>The command and its flags.</summary>
    Invocation = 1,

    /// <summary>All of <c>target</c>, the number of threads too.</summary>
    Threads = 2,

    /// <summary>The node's own config and properties.</summary>
    Node = 4,

    /// <summary>The clock, the invocation's id, or somebody who listens: the next render may tell something else, or has to speak again.</summary>
    Once = 8,
}

/// <summary>What all renders of one node while parsing looked at. Used by one thread.</summary>
internal sealed class RenderInputs
{
    internal RenderInput Kinds { get; private set; }

    internal HashSet<string> Variables { get; } = new(StringComparer.Ordinal);

    internal HashSet<string> EnvironmentVariables { get; } = new(StringComparer.Ordinal);

    internal void Add(RenderInput kind) => Kinds |= kind;

    /// <summary>What looking up a name that all templates share depends on.</summary>
    internal void AddShared(string name) => Add(name switch
    {
        "flags" => RenderInput.Invocation,
        "target" => RenderInput.Threads,
        "invocation_id" or "run_started_at" or "invocation_args_dict" or "log" or "print" or "exceptions" => RenderInput.Once,
        _ => RenderInput.None,
    });
}
