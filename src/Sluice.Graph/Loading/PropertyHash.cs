using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Sluice.Graph;

/// <summary>The same number for the same names and values, on every machine and in every version: the beginning of a SHA-256.</summary>
internal sealed class PropertyHash
{
    // Text that is no valid Unicode would become other text on its way into a database.
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
    private readonly ArrayBufferWriter<byte> _bytes = new(512);
    private readonly byte[][] _names;
    private readonly int _start;

    /// <summary>Hashes the columns from <paramref name="start"/> on, <paramref name="count"/> of them.</summary>
    internal PropertyHash(IReadOnlyList<GraphProperty> columns, int start, int count)
    {
        _start = start;
        _names = [.. columns.Skip(start).Take(count).Select(column => Strict.GetBytes(column.Name))];
    }

    /// <summary>The first 64 bits.</summary>
    /// <exception cref="EncoderFallbackException">A text has half of a surrogate pair.</exception>
    internal long Of(object?[] values)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        Compute(values, hash);
        return BinaryPrimitives.ReadInt64LittleEndian(hash);
    }

    /// <summary>The first 128 bits.</summary>
    /// <exception cref="EncoderFallbackException">A text has half of a surrogate pair.</exception>
    internal UInt128 WideOf(object?[] values)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        Compute(values, hash);
        return BinaryPrimitives.ReadUInt128LittleEndian(hash);
    }

    private void Compute(object?[] values, Span<byte> hash)
    {
        _bytes.ResetWrittenCount();
        for (var index = 0; index < _names.Length; index++)
        {
            Write(_names[index]);
            WriteValue(values[_start + index]);
        }

        SHA256.HashData(_bytes.WrittenSpan, hash);
    }

    // Each kind of value begins with a letter of its own, and what has no fixed length with its length.
    private void WriteValue(object? value)
    {
        switch (value)
        {
            case null:
                WriteLetter('-');
                break;
            case string text:
                WriteLetter('t');
                WriteText(text);
                break;
            case long whole:
                WriteLetter('i');
                WriteNumber(whole);
                break;
            case double number:
                WriteLetter('f');
                WriteNumber(BitConverter.DoubleToInt64Bits(number));
                break;
            case bool truth:
                WriteLetter(truth ? 'y' : 'n');
                break;
            case DateOnly day:
                WriteLetter('d');
                WriteNumber(day.DayNumber);
                break;
            case DateTimeOffset time:
                WriteLetter('m');
                WriteNumber(time.UtcTicks);
                break;
            case string[] texts:
                WriteLetter('l');
                WriteNumber(texts.Length);
                Array.ForEach(texts, WriteText);
                break;
            default:
                throw new InvalidOperationException($"a property cannot be a {value.GetType().Name}");
        }
    }

    private void WriteText(string text)
    {
        var length = Strict.GetByteCount(text);
        WriteNumber(length);
        Strict.GetBytes(text, _bytes.GetSpan(length));
        _bytes.Advance(length);
    }

    private void Write(byte[] name)
    {
        WriteNumber(name.Length);
        _bytes.Write(name);
    }

    private void WriteNumber(long number)
    {
        BinaryPrimitives.WriteInt64LittleEndian(_bytes.GetSpan(sizeof(long)), number);
        _bytes.Advance(sizeof(long));
    }

    private void WriteLetter(char letter)
    {
        _bytes.GetSpan(1)[0] = (byte)letter;
        _bytes.Advance(1);
    }
}
