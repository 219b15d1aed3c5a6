using System.Collections.Immutable;
using Sluice.Runs;

namespace Sluice.Hosting;

/// <summary>What a check found. A truth converts by itself.</summary>
public sealed record CheckResult
{
    private CheckResult(bool passed, string? message, long? failures) => (Passed, Message, Failures) = (passed, message, failures);

    /// <summary>True where the check holds.</summary>
    public bool Passed { get; }

    /// <summary>What was expected and found, in one line; null where the outcome says it all.</summary>
    public string? Message { get; }

    /// <summary>How many rows do not hold; null where that is not counted.</summary>
    public long? Failures { get; }

    internal ImmutableArray<StepMetadata> Metadata { get; init; } = [];

    /// <summary>The check holds.</summary>
    public static CheckResult Pass(string? message = null) => new(true, message, 0);

    /// <summary>The check does not hold.</summary>
    /// <param name="message">What was expected and found, in one line.</param>
    /// <param name="failures">How many rows do not hold; null where that is not counted.</param>
    public static CheckResult Fail(string message, long? failures = null) => new(false, message, failures);

    /// <summary>Holds where the condition does.</summary>
    public static CheckResult When(bool passes, string message) => passes ? Pass(message) : Fail(message);

    /// <summary>Holds where the value is true.</summary>
    public static implicit operator CheckResult(bool passed) => passed ? Pass() : Fail("the check does not hold");

    /// <summary>The same, with something worth knowing beside it.</summary>
    public CheckResult With(string name, MetadataValue value) => this with { Metadata = Metadata.Add(new StepMetadata(name, value.Kind, value.Text)) };
}
