using System.Runtime.CompilerServices;

namespace Sbir.Tests;

/// <summary>Where the sample and the real data lie.</summary>
internal static class SampleFolder
{
    internal static string Root => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(ThisFile())!, "../../samples/sbir"));

    internal static string Taxonomy => Path.Combine(Root, "taxonomy/cet.yaml");

    /// <summary>A file of real awards; skips the test where it is not there.</summary>
    /// <remarks>They lie where SBIR_REAL_DATA says, else in shared/data/sbir beside the repository.</remarks>
    internal static string RealData(string file)
    {
        var folder = Environment.GetEnvironmentVariable("SBIR_REAL_DATA") ?? Path.GetFullPath(Path.Combine(Root, "../../../shared/data/sbir"));
        var path = Path.Combine(folder, file);
        Assert.SkipUnless(File.Exists(path), $"real awards are not part of the repository, and {file} is not in {folder}; SBIR_REAL_DATA may name another folder");
        return path;
    }

    private static string ThisFile([CallerFilePath] string path = "") => path;
}
