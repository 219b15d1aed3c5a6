using System.Runtime.CompilerServices;

namespace Sluice.Tests.Shared;

/// <summary>Compares a text with a file beside the test; <c>SLUICE_ACCEPT=1</c> rewrites the file instead.</summary>
internal static class Golden
{
    /// <summary>Fails where <paramref name="actual"/> differs from <c>golden/<paramref name="name"/></c> in the calling test's folder.</summary>
    internal static void Check(string name, string actual, [CallerFilePath] string caller = "")
    {
        var path = Path.Combine(Path.GetDirectoryName(caller)!, "golden", name);
        if (Environment.GetEnvironmentVariable("SLUICE_ACCEPT") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, actual);
            return;
        }

        Assert.True(File.Exists(path), $"golden/{name} does not exist; SLUICE_ACCEPT=1 writes it");
        var expected = File.ReadAllText(path);
        Assert.True(expected == actual, $"golden/{name} differs; SLUICE_ACCEPT=1 rewrites it\n{FirstDifference(expected.Split('\n'), actual.Split('\n'))}");
    }

    // Whole lines: what is cut off is what one needs to know.
    private static string FirstDifference(string[] expected, string[] actual)
    {
        var line = expected.Zip(actual).TakeWhile(pair => pair.First == pair.Second).Count();
        return $"from line {line + 1} on, expected:\n{Shown(expected)}\nfound:\n{Shown(actual)}";

        string Shown(string[] lines) => string.Join('\n', lines.Skip(line).Take(8).Select(text => $"  {text}").DefaultIfEmpty("  (the end)"));
    }
}
