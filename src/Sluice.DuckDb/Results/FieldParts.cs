namespace Sluice.DuckDb.Results;

/// <summary>Copies a part of a long value, as <c>GetBytes</c> and <c>GetChars</c> are asked to.</summary>
internal static class FieldParts
{
    /// <summary>How much was copied; how much there is where no buffer is given.</summary>
    internal static long Copy<T>(ReadOnlySpan<T> data, long dataOffset, T[]? buffer, int bufferOffset, int length)
    {
        if (buffer is null)
        {
            return data.Length;
        }

        ArgumentOutOfRangeException.ThrowIfNegative(dataOffset);
        var rest = dataOffset >= data.Length ? [] : data[(int)dataOffset..];
        var count = Math.Min(rest.Length, length);
        rest[..count].CopyTo(buffer.AsSpan(bufferOffset));
        return count;
    }
}
