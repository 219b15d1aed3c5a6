namespace Sbir.Extract;

/// <summary>The line on which a byte of a file stands. Readers count records, and a record of the award file has several lines.</summary>
internal static class LineNumbers
{
    /// <summary>Counts the lines before each offset, reading the file once.</summary>
    /// <param name="offsets">In ascending order.</param>
    /// <returns>For each offset its line, from 1.</returns>
    internal static long[] At(string path, IReadOnlyList<long> offsets)
    {
        var lines = new long[offsets.Count];
        if (offsets.Count == 0)
        {
            return lines;
        }

        using var file = File.OpenHandle(path, options: FileOptions.SequentialScan);
        var buffer = new byte[1 << 20];
        var line = 1L;
        var position = 0L;
        for (var index = 0; index < offsets.Count; index++)
        {
            while (position < offsets[index])
            {
                var read = RandomAccess.Read(file, buffer.AsSpan(0, (int)Math.Min(buffer.Length, offsets[index] - position)), position);
                if (read == 0)
                {
                    break;
                }

                line += buffer.AsSpan(0, read).Count((byte)'\n');
                position += read;
            }

            lines[index] = line;
        }

        return lines;
    }
}
