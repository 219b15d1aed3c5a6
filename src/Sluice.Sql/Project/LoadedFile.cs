using Sluice.Diagnostics;
using Sluice.Jinja;
using Sluice.Sql.Project.Caching;

namespace Sluice.Sql.Project;

/// <summary>A file of the project after it was read: a template, properties, or nothing but its place.</summary>
/// <param name="file">The file.</param>
/// <param name="source">The text; without the blanks at its end where the file is one node, and empty for a seed, which is read when it is loaded.</param>
internal sealed class LoadedFile(ProjectFile file, SourceText source)
{
    internal ProjectFile File { get; } = file;

    internal SourceText Source { get; } = source;

    /// <summary>The hash of the whole text, for a file that is one node.</summary>
    internal Digest Content { get; init; }

    /// <summary>The template, where other files may need what it defines; null where its syntax is wrong, too.</summary>
    internal Template? Template { get; set; }

    /// <summary>True where its syntax is wrong, which was reported.</summary>
    internal bool IsBroken { get; set; }

    /// <summary>The properties; null where it has none.</summary>
    internal PropertiesFile? Properties { get; init; }
}
