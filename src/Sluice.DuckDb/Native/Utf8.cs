using System.Buffers;
using System.Runtime.InteropServices;
using System.Text;

namespace Sluice.DuckDb.Native;

/// <summary>Text across the border: DuckDB speaks UTF-8.</summary>
internal static class Utf8
{
    /// <summary>Text that the library keeps; null where there is none.</summary>
    internal static string? Borrowed(nint text) => Marshal.PtrToStringUTF8(text);

    /// <summary>Text that the library allocated for us; freed here.</summary>
    internal static string? Owned(nint text)
    {
        if (text == 0)
        {
            return null;
        }

        try
        {
            return Marshal.PtrToStringUTF8(text);
        }
        finally
        {
            NativeMethods.Free(text);
        }
    }

    /// <summary>Encodes on the stack, or into a rented array where the text is long.</summary>
    internal ref struct Encoded
    {
        private byte[]? _rented;

        internal Encoded(ReadOnlySpan<char> text, Span<byte> stack)
        {
            var needed = Encoding.UTF8.GetMaxByteCount(text.Length);
            var buffer = needed <= stack.Length ? stack : _rented = ArrayPool<byte>.Shared.Rent(needed);
            // A lone surrogate has no UTF-8: an exception is better than a silent question mark.
            var length = Strict.GetBytes(text, buffer);
            Bytes = buffer[..length];
        }

        internal ReadOnlySpan<byte> Bytes { get; }

        public void Dispose()
        {
            if (_rented is not null)
            {
                ArrayPool<byte>.Shared.Return(_rented);
                _rented = null;
            }
        }
    }

    internal static UTF8Encoding Strict { get; } = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
}
