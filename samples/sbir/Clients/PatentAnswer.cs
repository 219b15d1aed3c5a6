using System.Text.Json.Serialization;

namespace Sbir.Clients;

/// <summary>The part of an answer of the patent office's Open Data Portal that is read.</summary>
/// <remarks>Its documentation shows an assignment bag both as a list and as one object, and numbers both as numbers and as texts.</remarks>
internal sealed record PatentAnswer(IReadOnlyList<PatentAnswer.FileWrapper>? PatentFileWrapperDataBag)
{
    internal IReadOnlyList<PatentApplication> Applications() =>
        [.. (PatentFileWrapperDataBag ?? []).Where(wrapper => wrapper.ApplicationNumberText is not null).Select(Application)];

    /// <summary>The assignments of an answer about one application, whose number the answer may lack.</summary>
    internal IReadOnlyList<PatentAssignmentRecord> Assignments() =>
        [.. (PatentFileWrapperDataBag ?? []).SelectMany(wrapper => wrapper.AssignmentBag ?? []).Select(Assignment)];

    private static PatentApplication Application(FileWrapper wrapper) => new(
        wrapper.ApplicationNumberText!,
        wrapper.ApplicationMetaData?.PatentNumber,
        wrapper.ApplicationMetaData?.InventionTitle,
        [.. (wrapper.AssignmentBag ?? []).Select(Assignment)]);

    private static PatentAssignmentRecord Assignment(AssignmentEntry entry) => new(
        $"{entry.ReelNumber}/{entry.FrameNumber}",
        entry.ConveyanceText,
        WireText.Day(entry.AssignmentRecordedDate),
        (entry.AssignorBag ?? []).Select(assignor => WireText.Day(assignor.ExecutionDate)).Max(),
        [.. (entry.AssignorBag ?? []).Select(assignor => assignor.AssignorName).OfType<string>()],
        [.. (entry.AssigneeBag ?? []).Select(assignee => assignee.AssigneeNameText).OfType<string>()]);

    internal sealed record FileWrapper(
        string? ApplicationNumberText,
        MetaData? ApplicationMetaData,
        [property: JsonConverter(typeof(OneOrMany<AssignmentEntry>))] IReadOnlyList<AssignmentEntry>? AssignmentBag);

    internal sealed record MetaData(string? PatentNumber, string? InventionTitle);

    internal sealed record AssignmentEntry(
        [property: JsonConverter(typeof(TextOrNumber))] string? ReelNumber,
        [property: JsonConverter(typeof(TextOrNumber))] string? FrameNumber,
        string? ConveyanceText,
        string? AssignmentRecordedDate,
        IReadOnlyList<Assignor>? AssignorBag,
        IReadOnlyList<Assignee>? AssigneeBag);

    internal sealed record Assignor(string? AssignorName, string? ExecutionDate);

    internal sealed record Assignee(string? AssigneeNameText);
}
