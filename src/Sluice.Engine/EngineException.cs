namespace Sluice.Engine;

/// <summary>A run could not begin or go on, for a reason that lies in no file of the user's project.</summary>
public sealed class EngineException : Exception
{
    /// <summary>Creates the exception.</summary>
    public EngineException(string code, string message, string? hint = null, Exception? innerException = null)
        : base(message, innerException)
    {
        Code = code;
        Hint = hint;
    }

    /// <summary>Stable and searchable, such as <c>SLUICE3001</c>; docs/errors/30xx-runs.md explains each.</summary>
    public string Code { get; }

    /// <summary>What the user can do next; null where we do not know.</summary>
    public string? Hint { get; }

    /// <summary>The text that the command line shows: code, message and hint.</summary>
    public string ToDisplay() => Hint is null ? $"error {Code}: {Message}" : $"error {Code}: {Message}\n  hint: {Hint}";
}
