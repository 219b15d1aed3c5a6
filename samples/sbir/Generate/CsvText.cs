namespace Sbir.Generate;

/// <summary>Writes records of comma-separated text, quoted where they must be.</summary>
internal sealed class CsvText(TextWriter output, char separator = ',')
{
    private static readonly System.Buffers.SearchValues<char> MustBeQuoted = System.Buffers.SearchValues.Create(",\"\r\n");

    private bool _isFirst = true;

    internal CsvText Field(ReadOnlySpan<char> value, bool alwaysQuote = false)
    {
        if (!_isFirst)
        {
            output.Write(separator);
        }

        _isFirst = false;
        if (alwaysQuote || value.ContainsAny(MustBeQuoted))
        {
            Quoted(value);
        }
        else
        {
            output.Write(value);
        }

        return this;
    }

    internal CsvText Fields(params ReadOnlySpan<string> values)
    {
        foreach (var value in values)
        {
            Field(value);
        }

        return this;
    }

    internal void End()
    {
        output.Write('\n');
        _isFirst = true;
    }

    private void Quoted(ReadOnlySpan<char> value)
    {
        output.Write('"');
        for (var quote = value.IndexOf('"'); quote >= 0; quote = value.IndexOf('"'))
        {
            output.Write(value[..(quote + 1)]);
            output.Write('"');
            value = value[(quote + 1)..];
        }

        output.Write(value);
        output.Write('"');
    }
}
