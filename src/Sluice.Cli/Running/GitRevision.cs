namespace Sluice.Cli.Running;

/// <summary>Reads the revision of a git repository from its files: no program is started.</summary>
internal static class GitRevision
{
    private const string Reference = "ref: ";

    /// <summary>The commit that a folder's repository stands at; null where there is none, or where it cannot be read.</summary>
    internal static string? Of(string folder)
    {
        try
        {
            for (var current = new DirectoryInfo(folder); current is not null; current = current.Parent)
            {
                var git = Path.Combine(current.FullName, ".git");
                if (Directory.Exists(git))
                {
                    return InFolder(git, git);
                }

                // A worktree has a file that names its folder; branches lie in the common one.
                if (File.Exists(git) && File.ReadAllText(git).Trim() is var link && link.StartsWith("gitdir: ", StringComparison.Ordinal))
                {
                    var own = Path.GetFullPath(link["gitdir: ".Length..], current.FullName);
                    var common = Path.Combine(own, "commondir");
                    return InFolder(own, File.Exists(common) ? Path.GetFullPath(File.ReadAllText(common).Trim(), own) : own);
                }
            }

            return null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static string? InFolder(string own, string common)
    {
        var head = File.ReadAllText(Path.Combine(own, "HEAD")).Trim();
        if (!head.StartsWith(Reference, StringComparison.Ordinal))
        {
            return head;
        }

        var name = head[Reference.Length..];
        var file = Path.Combine(common, name);
        if (File.Exists(file))
        {
            return File.ReadAllText(file).Trim();
        }

        var packed = Path.Combine(common, "packed-refs");
        return File.Exists(packed)
            ? File.ReadLines(packed).FirstOrDefault(line => line.EndsWith($" {name}", StringComparison.Ordinal))?.Split(' ')[0]
            : null;
    }
}
