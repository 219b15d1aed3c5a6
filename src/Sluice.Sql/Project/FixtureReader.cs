using System.Collections.Immutable;
using Sluice.Diagnostics;
using Sluice.Sql.Project.Yaml;
using Sluice.Sql.Seeds;

namespace Sluice.Sql.Project;

/// <summary>Reads the rows of unit tests: files in <c>tests/fixtures</c>, and CSV text.</summary>
/// <param name="files">The files of the project.</param>
/// <param name="diagnostics">Takes what is wrong.</param>
internal sealed class FixtureReader(IEnumerable<LoadedFile> files, DiagnosticBag diagnostics)
{
    private readonly ILookup<string, LoadedFile> _fixtures = files.Where(file => file.File.Kind == FileKind.Fixture).ToLookup(file => file.File.Stem, StringComparer.Ordinal);

    /// <summary>The text of a fixture; null where there is none of the name.</summary>
    internal string? Read(string package, string name, string format, YamlNode place)
    {
        var stem = name.EndsWith($".{format}", StringComparison.Ordinal) ? name[..^(format.Length + 1)] : name;
        var found = _fixtures[stem].Where(file => Path.GetExtension(file.File.FullPath) == $".{format}")
            .OrderByDescending(file => file.File.Package.Name == package).FirstOrDefault();
        if (found is null)
        {
            diagnostics.Add(UnitTestErrors.NoFixture(place, name, format, Nearest.To(stem, _fixtures.Select(group => group.Key))));
        }

        return found?.Source.Text;
    }

    /// <summary>The rows of a CSV text, whose first line names the columns; an empty value is NULL.</summary>
    internal ImmutableArray<ImmutableArray<KeyValuePair<string, object?>>> Csv(string text, YamlNode place)
    {
        var rows = ImmutableArray.CreateBuilder<ImmutableArray<KeyValuePair<string, object?>>>();
        try
        {
            var reader = new CsvReader(new SourceText(place.Source.Path, text), ',');
            var fields = new List<string>();
            if (!reader.TryRead(fields))
            {
                return [];
            }

            var names = fields.ConvertAll(name => name.Trim());
            while (reader.TryRead(fields))
            {
                rows.Add([.. names.Select((name, i) => KeyValuePair.Create<string, object?>(name, i < fields.Count && fields[i].Trim() is { Length: > 0 } value ? value : null))]);
            }
        }
        catch (DiagnosticException error)
        {
            diagnostics.AddRange(error.Diagnostics.Select(problem => problem with { Source = place.Source, Span = place.Span }));
        }

        return rows.ToImmutable();
    }
}
