using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Sluice.Assets;

namespace Sluice.Plans;

/// <summary>What happens to a step.</summary>
public enum PlanAction
{
    /// <summary>It runs.</summary>
    Run,

    /// <summary>Whether it runs is known when what it reads has been built: it does where that has changed.</summary>
    RunIfChanged,

    /// <summary>It does not run.</summary>
    Skip,
}

/// <summary>Why an action was chosen.</summary>
public enum PlanReasonKind
{
    /// <summary>No commit of it exists.</summary>
    NeverBuilt,

    /// <summary>Its code or configuration is not that of its last commit.</summary>
    CodeChanged,

    /// <summary>What it reads is not what its last commit read.</summary>
    InputChanged,

    /// <summary>Something that it reads is built by this run.</summary>
    InputRebuilt,

    /// <summary>The user asked to run what is unchanged too.</summary>
    Forced,

    /// <summary>The user asked to build from scratch.</summary>
    FullRefresh,

    /// <summary>It reads what cannot be tracked.</summary>
    AlwaysRuns,

    /// <summary>It is selected, and nothing is skipped as unchanged.</summary>
    Selected,

    /// <summary>It is a check of something selected.</summary>
    Check,

    /// <summary>It is a hook.</summary>
    Hook,

    /// <summary>Code and inputs are those of its last commit.</summary>
    Unchanged,

    /// <summary>Something that it reads does not exist and is not built by this run.</summary>
    MissingInput,

    /// <summary>It reads all partitions, and the request leaves some out that were never built: it runs once they are there. No failure.</summary>
    Waits,

    /// <summary>Its rows are committed, but a hook behind the commit did not run to its end: only those hooks run.</summary>
    HooksPending,

    /// <summary>Its last commit was written by a fallback.</summary>
    Degraded,

    /// <summary>It ended well in this run before the run was stopped.</summary>
    AlreadyDone,

    /// <summary>Another scenario built it, and this one goes on from there.</summary>
    Forked,
}

/// <summary>Why an action was chosen, for programs and for people.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Text">A few words, such as <c>input int_x[2025] changed</c>.</param>
public readonly record struct PlanReason(PlanReasonKind Kind, string Text);

/// <summary>One step of a plan.</summary>
public sealed record PlannedStep
{
    /// <summary>The asset and partition.</summary>
    public required StepKey Step { get; init; }

    /// <summary>The asset's short name.</summary>
    public required string Name { get; init; }

    /// <summary>What the step does.</summary>
    public AssetKind Kind { get; init; }

    /// <summary>How its data is kept, in the user's word.</summary>
    public string Materialized { get; init; } = "";

    /// <summary>Whether it runs.</summary>
    public PlanAction Action { get; init; }

    /// <summary>Why.</summary>
    public PlanReason Reason { get; init; }

    /// <summary>The version of its code when the plan was made.</summary>
    public string CodeVersion { get; init; } = "";

    /// <summary>The fingerprint of its last commit when the plan was made; null where there was none.</summary>
    public string? Fingerprint { get; init; }

    /// <summary>The steps of this plan that it reads.</summary>
    public ImmutableArray<StepKey> Dependencies { get; init; } = [];

    /// <summary>What it reads that is not in this plan although its code has changed since its last commit.</summary>
    public ImmutableArray<StepKey> StaleInputs { get; init; } = [];

    /// <summary>The checks of this plan that must not fail before it runs.</summary>
    public ImmutableArray<StepKey> Gates { get; init; } = [];

    /// <summary>The stage that it belongs to; null for none.</summary>
    public string? Stage { get; init; }

    /// <summary>The pool whose slot it takes; null for none.</summary>
    public string? Pool { get; init; }

    /// <summary><c>name[partition]</c>, or the short name alone.</summary>
    [JsonIgnore]
    public string Title => Step.Partition.IsNone ? Name : $"{Name}[{Step.Partition}]";
}

/// <summary>What is not as it was when a run was planned.</summary>
public enum PlanChangeKind
{
    /// <summary>Its code or configuration has changed.</summary>
    CodeChanged,

    /// <summary>It was not there.</summary>
    Added,

    /// <summary>It is not there any more.</summary>
    Removed,

    /// <summary>Its data has been rebuilt by another run.</summary>
    DataChanged,
}

/// <summary>One difference between the project or data now and when a run was planned.</summary>
/// <param name="Step">The asset and partition.</param>
/// <param name="Kind">What happened to it.</param>
/// <param name="Text">The same for people, such as <c>the code of int_x[2026] changed</c>.</param>
public sealed record PlanChange(StepKey Step, PlanChangeKind Kind, string Text);

/// <summary>What a run does, as data: every step in an order in which it may run, with the reason. Immutable.</summary>
public sealed record RunPlan
{
    /// <summary>The version of the format, for plans that were saved.</summary>
    public int FormatVersion { get; init; } = 1;

    /// <summary>What was asked for.</summary>
    public required PlanRequest Request { get; init; }

    /// <summary>The steps, each behind all that it waits for.</summary>
    public ImmutableArray<PlannedStep> Steps { get; init; } = [];

    /// <summary>What has changed since the run was first planned; empty for a run that does not go on from an earlier one.</summary>
    public ImmutableArray<PlanChange> Changes { get; init; } = [];

    /// <summary>Steps that run or may run.</summary>
    [JsonIgnore]
    public int ToRun => Steps.Count(step => step.Action != PlanAction.Skip);

    /// <summary>Reads a plan that was saved.</summary>
    /// <exception cref="JsonException">The text is no plan.</exception>
    public static RunPlan FromJson(string json) =>
        JsonSerializer.Deserialize(json, PlanJson.Default.RunPlan) ?? throw new JsonException("the text holds no plan");

    /// <summary>The plan as JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, PlanJson.Default.RunPlan);
}
