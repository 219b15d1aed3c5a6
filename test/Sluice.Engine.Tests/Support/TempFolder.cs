namespace Sluice.Engine.Tests.Support;

/// <summary>A folder that is gone after the test.</summary>
internal sealed class TempFolder : IDisposable
{
    internal string Path { get; } = Directory.CreateTempSubdirectory("sluice-engine-").FullName;

    internal string StateDb => System.IO.Path.Combine(Path, ".sluice", "state.db");

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
