using Sluice.Sql.Adapters;
using Sluice.Sql.Project;
using Sluice.Sql.Rules;

namespace Sluice.Sql.Prerequisites;

/// <summary><c>file</c>: a file exists and, where <c>max_age</c> says so, was written not long ago. A path is relative to the project's folder.</summary>
internal static class RequiredFile
{
    internal static PrerequisiteOutcome Look(CheckPlace place, ISqlSession session, PrerequisiteSettings prerequisite)
    {
        var path = place.Render(session, prerequisite.Target, place.Partition).Trim();
        var full = Path.GetFullPath(path, place.Project.Folder);
        var expected = prerequisite.MaxAge is { } limit ? $"the file {path}, written in the last {Ages.Text(limit)}" : $"the file {path}";
        if (!File.Exists(full))
        {
            return new PrerequisiteOutcome(false, $"expected {expected}, found none");
        }

        var age = place.Now - new DateTimeOffset(File.GetLastWriteTimeUtc(full), TimeSpan.Zero);
        var holds = prerequisite.MaxAge is not { } most || age <= most;
        return new PrerequisiteOutcome(holds, $"expected {expected}, found one written {Ages.Text(age < TimeSpan.Zero ? TimeSpan.Zero : age)} ago", Math.Round(age.TotalHours, 4));
    }
}
