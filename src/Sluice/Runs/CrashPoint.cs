using System.Diagnostics;
using System.Globalization;

namespace Sluice.Runs;

/// <summary>
/// A named place at which a test can kill the process: the environment variable <c>SLUICE_CRASH_AT=after-commit:3</c> ends it
/// like <c>kill -9</c> when the place is reached for the third time. Costs one comparison where the variable is not set.
/// </summary>
public static class CrashPoint
{
    /// <summary>The environment variable that names the place.</summary>
    public const string Variable = "SLUICE_CRASH_AT";

    /// <summary>A step is about to start its first attempt.</summary>
    public const string BeforeStep = "before-step";

    /// <summary>A step's rows and marker are written, not yet committed.</summary>
    public const string BeforeCommit = "before-commit";

    /// <summary>A step's rows and marker are committed; nobody knows yet.</summary>
    public const string AfterCommit = "after-commit";

    /// <summary>A chunk of a step's rows and its marker are written, not yet committed.</summary>
    public const string BeforeChunk = "before-chunk";

    /// <summary>A chunk of a step's rows and its marker are committed; the step goes on.</summary>
    public const string AfterChunk = "after-chunk";

    /// <summary>A batch of events is about to be written to the log.</summary>
    public const string BeforeEvent = "before-event";

    /// <summary>A batch of events is durable; nobody has been told yet.</summary>
    public const string AfterEvent = "after-event";

    /// <summary>A run without a living owner is about to be closed or its log repaired.</summary>
    public const string DuringRecovery = "during-recovery";

    /// <summary>All steps have ended; the end of the run is about to be written.</summary>
    public const string BeforeRunEnd = "before-run-end";

    /// <summary>A stopped run is about to go on.</summary>
    public const string BeforeResume = "before-resume";

    /// <summary>What a stage's rollback would need is written, not yet committed.</summary>
    public const string BeforeSave = "before-save";

    /// <summary>What a stage's rollback would need is committed; the stage has not begun.</summary>
    public const string AfterSave = "after-save";

    /// <summary>A stage's data is put back, not yet committed.</summary>
    public const string BeforeRollback = "before-rollback";

    /// <summary>A stage's data is put back and committed; nobody knows yet.</summary>
    public const string AfterRollback = "after-rollback";

    /// <summary>A checkpoint is computed, not yet on record.</summary>
    public const string BeforeCheckpoint = "before-checkpoint";

    /// <summary>A checkpoint is on record; the stage has not ended.</summary>
    public const string AfterCheckpoint = "after-checkpoint";

    /// <summary>The marker of a gate that lets pass is written, not yet committed.</summary>
    public const string BeforeGate = "before-gate";

    /// <summary>The marker of a gate that lets pass is committed; nobody knows yet.</summary>
    public const string AfterGate = "after-gate";

    /// <summary>Steps of a failed stage are open again; the log does not say so yet.</summary>
    public const string StageRetry = "stage-retry";

    private static readonly (string? Name, int Times) Armed = Parse(Environment.GetEnvironmentVariable(Variable));
    private static int _reached;

    /// <summary>Ends the process here where the environment asks for it; does nothing otherwise.</summary>
    /// <param name="name">The place, compared ordinally.</param>
    public static void Reach(string name)
    {
        if (Armed.Name is not null && name == Armed.Name && Interlocked.Increment(ref _reached) == Armed.Times)
        {
            using var process = Process.GetCurrentProcess();
            process.Kill();
            // The signal may arrive a moment later; nothing may happen in between.
            Thread.CurrentThread.Join();
        }
    }

    private static (string? Name, int Times) Parse(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return (null, 0);
        }

        var colon = text.LastIndexOf(':');
        return colon > 0 && int.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var times)
            ? (text[..colon], Math.Max(1, times))
            : (text, 1);
    }
}
