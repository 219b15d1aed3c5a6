namespace Sluice.Runs;

/// <summary>What a piece of metadata is, so that it can be shown as that.</summary>
public enum MetadataKind
{
    /// <summary>A number, invariant.</summary>
    Number,

    /// <summary>A line of text.</summary>
    Text,

    /// <summary>Markdown.</summary>
    Markdown,

    /// <summary>A table: a JSON array of objects, one for each row.</summary>
    Table,

    /// <summary>A path of a file or folder.</summary>
    Path,

    /// <summary>An address.</summary>
    Link,
}

/// <summary>Something worth knowing about one materialization or check, kept with the step's end.</summary>
/// <param name="Name">Its name, such as <c>rows_failed</c>; of two with one name the later counts.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Value">The value as text.</param>
public sealed record StepMetadata(string Name, MetadataKind Kind, string Value);
