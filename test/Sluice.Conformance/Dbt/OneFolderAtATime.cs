namespace Sluice.Conformance.Dbt;

/// <summary>Commands change the working directory of the process, so that classes that run them take turns.</summary>
[CollectionDefinition(Name)]
public sealed class OneFolderAtATime
{
    /// <summary>The collection's name.</summary>
    public const string Name = "one folder at a time";
}
