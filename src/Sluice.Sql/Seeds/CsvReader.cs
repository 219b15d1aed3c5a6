using System.Text;
using Sluice.Diagnostics;

namespace Sluice.Sql.Seeds;

/// <summary>Reads CSV text as Python's csv module does: quotes doubled inside of quotes, line breaks allowed there, blank lines skipped.</summary>
internal sealed class CsvReader(SourceText source, char delimiter)
{
    /// <summary>The longest value accepted, in characters.</summary>
    internal const int MaxField = 16 * 1024 * 1024;

    private readonly string _text = source.Text;
    private int _next;

    /// <summary>The offset of the record that <see cref="TryRead"/> read last.</summary>
    internal int RecordStart { get; private set; }

    /// <summary>Reads the next record that is not blank; false at the end.</summary>
    /// <exception cref="DiagnosticException">A quote is not closed, or a value is too long.</exception>
    internal bool TryRead(List<string> fields)
    {
        fields.Clear();
        while (_next < _text.Length && _text[_next] is '\r' or '\n')
        {
            _next++;
        }

        if (_next == 0 && _text.StartsWith('\uFEFF'))
        {
            _next = 1;
        }

        if (_next >= _text.Length)
        {
            return false;
        }

        RecordStart = _next;
        while (true)
        {
            fields.Add(ReadField());
            if (_next >= _text.Length)
            {
                return true;
            }

            var end = _text[_next++];
            if (end != delimiter)
            {
                if (end == '\r' && _next < _text.Length && _text[_next] == '\n')
                {
                    _next++;
                }

                return true;
            }
        }
    }

    private string ReadField()
    {
        var start = _next;
        if (_next >= _text.Length || _text[_next] != '"')
        {
            SkipPlain();
            return Checked(_text[start.._next], start);
        }

        _next++;
        var value = new StringBuilder();
        while (true)
        {
            var quote = _text.IndexOf('"', _next);
            if (quote < 0)
            {
                throw new DiagnosticException(SeedErrors.UnclosedQuote(source, start));
            }

            value.Append(_text, _next, quote - _next);
            _next = quote + 1;
            if (_next < _text.Length && _text[_next] == '"')
            {
                value.Append('"');
                _next++;
                continue;
            }

            // What follows a closing quote belongs to the value, as Python has it.
            var rest = _next;
            SkipPlain();
            return Checked(value.Append(_text, rest, _next - rest).ToString(), start);
        }
    }

    private void SkipPlain()
    {
        while (_next < _text.Length && _text[_next] != delimiter && _text[_next] is not ('\r' or '\n'))
        {
            _next++;
        }
    }

    private string Checked(string value, int start) =>
        value.Length <= MaxField ? value : throw new DiagnosticException(SeedErrors.FieldTooLong(source, start, value.Length));
}
