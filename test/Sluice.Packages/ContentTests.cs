using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Text;
using System.Xml.Linq;

namespace Sluice.Packages;

/// <summary>Which packages there are, and what is in each.</summary>
public sealed class ContentTests(PackedFolder packed)
{
    private static readonly string Rid =
        $"{(OperatingSystem.IsWindows() ? "win" : OperatingSystem.IsMacOS() ? "osx" : "linux")}-{RuntimeInformation.OSArchitecture.ToString().ToLowerInvariant()}";

    [Fact]
    public void The_packages_and_their_files_are_those_that_were_reviewed()
    {
        var text = new StringBuilder();

        foreach (var path in Directory.EnumerateFiles(packed.Packages).OrderBy(Path.GetFileName, StringComparer.Ordinal))
        {
            Describe(path, text);
        }

        Golden.Check("packages.txt", text.ToString());
    }

    private static void Describe(string path, StringBuilder text)
    {
        using var archive = ZipFile.OpenRead(path);
        using var description = archive.Entries.Single(entry => entry.FullName.EndsWith(".nuspec", StringComparison.Ordinal)).Open();
        var metadata = XDocument.Load(description).Root!.Elements().Single();
        XElement? Of(string name) => metadata.Elements().SingleOrDefault(element => element.Name.LocalName == name);
        text.Append(Of("id")!.Value).Append('\n').Append("  ").Append(Of("description")!.Value).Append('\n');
        foreach (var dependency in metadata.Descendants().Where(element => element.Name.LocalName == "dependency").Select(element => (string)element.Attribute("id")!).Order(StringComparer.Ordinal))
        {
            text.Append("  needs ").Append(dependency).Append('\n');
        }

        foreach (var file in archive.Entries.Select(entry => entry.FullName).Where(IsOurs).Select(Anywhere).Order(StringComparer.Ordinal))
        {
            text.Append("  ").Append(file).Append('\n');
        }
    }

    // What every package has.
    private static bool IsOurs(string file) =>
        !file.EndsWith(".nuspec", StringComparison.Ordinal) && !file.StartsWith("package/", StringComparison.Ordinal) && file is not ("_rels/.rels" or "[Content_Types].xml");

    // The DuckDB library is that of this machine.
    private static string Anywhere(string file) =>
        Path.GetFileNameWithoutExtension(file) is "libduckdb" or "duckdb" && file.Contains("/native/", StringComparison.Ordinal)
            ? file.Replace(Rid, "{rid}", StringComparison.Ordinal).Replace(Path.GetFileName(file), "{duckdb}", StringComparison.Ordinal)
            : file;
}
