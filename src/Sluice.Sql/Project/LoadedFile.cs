using Sluice.Diagnostics;
using Sluice.Jinja;

namespace Sluice.Sql.Project;

/// <summary>A file of the project after it was read: a template, properties, or nothing but its place.</summary>
/// <param name="File">The file.</param>
/// <param name="Source">The text; empty for a seed, which is read when it is loaded.</param>
/// <param name="Template">The template; null where it has none or its syntax is wrong.</param>
/// <param name="Properties">The properties; null where it has none.</param>
internal sealed record LoadedFile(ProjectFile File, SourceText Source, Template? Template, PropertiesFile? Properties);
