using Microsoft.Win32.SafeHandles;

namespace Sbir.Extract;

/// <summary>The first record of a comma-separated file.</summary>
/// <param name="Length">In bytes, with the end of its line.</param>
/// <param name="Hash">The hash of its text.</param>
/// <param name="HasReturns">True where its line ends in CRLF, as all others then do.</param>
/// <param name="Lines">How many lines it has.</param>
internal sealed record FileHeader(int Length, ulong Hash, bool HasReturns, int Lines)
{
    private const int LongestBytes = 64 << 10;

    /// <summary>Reads it; null where it has no clear end.</summary>
    internal static FileHeader? Read(SafeFileHandle file)
    {
        var text = new byte[LongestBytes].AsSpan();
        text = text[..RandomAccess.Read(file, text, 0)];
        var length = RecordEnd.Of(text, isLast: text.Length < LongestBytes);
        return length > 0 || text.IsEmpty
            ? new FileHeader(length, XxHash64.Of(text[..length].TrimEnd("\r\n"u8)), text[..length].EndsWith("\r\n"u8), text[..length].Count((byte)'\n'))
            : null;
    }
}
