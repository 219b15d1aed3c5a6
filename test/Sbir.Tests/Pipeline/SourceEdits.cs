using Sbir.Generate;

namespace Sbir.Tests.Pipeline;

/// <summary>Changes the source files of a project by chance: equal seeds change equal files in the same way.</summary>
internal sealed class SourceEdits(SbirProject project, int seed)
{
    private readonly Random _random = new(seed);

    internal void Awards(double ratio) =>
        AwardFile.WriteTo(Path.Combine(project.Data, "awards.csv"), new World(seed: 1, awards: 1_000), new AwardChanges(ratio, Seed: (ulong)seed));

    /// <summary>Gives entities other names, identifiers and industries; their number is stated in the file.</summary>
    internal void Entities() => Lines("sam_entities.dat", (line, _) =>
    {
        var fields = line.Split('|');
        if (fields.Length > 32)
        {
            (fields[11], fields[32]) = _random.Next(3) == 0 ? (fields[11] + " Systems", fields[32]) : (fields[11], "541715");
            fields[0] = _random.Next(3) == 0 ? fields[0][..^1] + "9" : fields[0];
        }

        return string.Join('|', fields);
    });

    /// <summary>Gives companies another name wherever a file names them: those without identifiers are others then.</summary>
    internal void Rename(string file)
    {
        var path = Path.Combine(project.Data, file);
        var (text, world) = (File.ReadAllText(path), new World(seed: 1, awards: 1_000));
        for (var count = 0; count < 12; count++)
        {
            var name = world.CompanyOf(_random.Next(world.Companies)).Name;
            text = text.Replace(name, $"{name} Holdings", StringComparison.OrdinalIgnoreCase);
        }

        File.WriteAllText(path, text);
    }

    /// <summary>Drops lines of a file, and doubles none: each line is a record.</summary>
    internal void Drop(string file) => Lines(file, (line, number) => number == 0 ? line : null);

    internal void Taxonomy()
    {
        var path = Path.Combine(project.Folder, "taxonomy", "cet.yaml");
        var lines = File.ReadAllLines(path);
        var keywords = Enumerable.Range(0, lines.Length).Where(line => lines[line].TrimStart().StartsWith("keywords:", StringComparison.Ordinal)).ToList();
        var changed = keywords[_random.Next(keywords.Count)];
        lines[changed] = lines[changed].Replace("[", "[research, ", StringComparison.Ordinal);
        File.WriteAllLines(path, lines);
    }

    // One line in thirty is another one, or gone.
    private void Lines(string file, Func<string, int, string?> edit)
    {
        var path = Path.Combine(project.Data, file);
        File.WriteAllText(path, string.Concat(File.ReadAllText(path).Split('\n').Select((line, number) => _random.Next(30) == 0 && line.Length > 0 ? edit(line, number) : line)
            .OfType<string>().Select(line => line + '\n')).TrimEnd('\n') + '\n');
    }
}
