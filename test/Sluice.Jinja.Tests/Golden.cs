using System.Runtime.CompilerServices;

namespace Sluice.Jinja.Tests;

/// <summary>Texts that are pinned by a file; <c>SLUICE_ACCEPT=1</c> rewrites them.</summary>
internal static class Golden
{
    internal static void Check(string name, string actual, [CallerFilePath] string here = "")
    {
        var path = Path.Combine(Path.GetDirectoryName(here)!, "golden", name);
        if (Environment.GetEnvironmentVariable("SLUICE_ACCEPT") == "1")
        {
            File.WriteAllText(path, actual);
        }

        Assert.Equal(File.Exists(path) ? File.ReadAllText(path) : "", actual);
    }
}
