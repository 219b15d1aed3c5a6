namespace Sluice.Hosting.Http;

/// <summary>Writes a file so that readers see the old one or the whole new one.</summary>
internal static class WholeFile
{
    internal static void Write(string path, ReadOnlySpan<byte> content)
    {
        var part = $"{path}.{Environment.ProcessId}.{Environment.CurrentManagedThreadId}.part";
        File.WriteAllBytes(part, content);
        File.Move(part, path, overwrite: true);
    }
}
