namespace Sbir.Clients;

/// <summary>A recorded assignment of a patent or application.</summary>
/// <param name="ReelFrame">Reel and frame, as in <c>60620/769</c>.</param>
/// <param name="ConveyanceText">What the parties call it.</param>
/// <param name="RecordedOn">When the office recorded it.</param>
/// <param name="ExecutedOn">The latest day that an assignor signed on.</param>
/// <param name="Assignors">Who gave.</param>
/// <param name="Assignees">Who received.</param>
internal sealed record PatentAssignmentRecord(
    string ReelFrame, string? ConveyanceText, DateOnly? RecordedOn, DateOnly? ExecutedOn, IReadOnlyList<string> Assignors, IReadOnlyList<string> Assignees);

/// <summary>An application and what was recorded about it.</summary>
/// <param name="ApplicationNumber">Digits.</param>
/// <param name="PatentNumber">The number of the grant; null where there is none.</param>
/// <param name="Title">The invention's title.</param>
/// <param name="Assignments">In the order in which the office gives them.</param>
internal sealed record PatentApplication(string ApplicationNumber, string? PatentNumber, string? Title, IReadOnlyList<PatentAssignmentRecord> Assignments);
