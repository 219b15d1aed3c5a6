namespace Sluice.Tests.Shared;

/// <summary>The clone that the tests were built in.</summary>
internal static class Clone
{
    /// <summary>Its folder.</summary>
    internal static string Root { get; } = Above(AppContext.BaseDirectory);

    private static string Above(string folder) =>
        File.Exists(System.IO.Path.Combine(folder, "Sluice.slnx")) ? folder
        : Above(System.IO.Path.GetDirectoryName(folder) ?? throw new InvalidOperationException($"Sluice.slnx lies in no folder above {AppContext.BaseDirectory}"));

    /// <summary>The path of what lies in it.</summary>
    internal static string Path(params ReadOnlySpan<string> parts) => System.IO.Path.Combine([Root, .. parts]);
}
