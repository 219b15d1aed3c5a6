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
        Assert.Equal(File.ReadAllText(path), actual);
    }
}
