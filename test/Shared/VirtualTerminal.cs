using System.Globalization;
using System.Text;

namespace Sluice.Tests.Shared;

/// <summary>A terminal as a test sees one: it wraps, scrolls, moves its cursor, and breaks its lines anew when it is resized.</summary>
internal sealed class VirtualTerminal(int width, int height) : TextWriter
{
    private readonly List<Line> _lines = [new()];
    private int _width = width;
    private int _height = height;
    private int _line;
    private int _column;

    public override Encoding Encoding => Encoding.UTF8;

    /// <summary>Each call of a <c>Write</c>.</summary>
    internal List<string> Writes { get; } = [];

    /// <summary>Everything that was ever on it, what has scrolled away included; lines joined where the terminal broke them.</summary>
    internal string Text => string.Join('\n', _lines.Select(line => line.Text.ToString().TrimEnd())).TrimEnd('\n');

    internal void Resize(int width, int height) => (_width, _height) = (width, height);

    public override void Write(char value) => Write(value.ToString());

    public override void Write(string? value)
    {
        var text = value ?? "";
        Writes.Add(text);
        for (var i = 0; i < text.Length; i++)
        {
            switch (text[i])
            {
                case '\e':
                    i = Escape(text, i);
                    break;
                case '\r':
                    _column = _column / _width * _width;
                    break;
                case '\n':
                    _line++;
                    _column = 0;
                    if (_line == _lines.Count)
                    {
                        _lines.Add(new Line());
                    }

                    break;
                default:
                    Put(text[i]);
                    break;
            }
        }
    }

    private int Escape(string text, int start)
    {
        if (text[start + 1] == '=')
        {
            return start + 1;
        }

        Assert.Equal('[', text[start + 1]);
        var end = start + 2;
        while (!char.IsAsciiLetter(text[end]))
        {
            end++;
        }

        var argument = text[(start + 2)..end];
        switch (text[end])
        {
            case 'A':
                Up(int.Parse(argument, CultureInfo.InvariantCulture));
                break;
            case 'J':
                _lines.RemoveRange(_line + 1, _lines.Count - _line - 1);
                _lines[_line].Cut(_column);
                break;
            case 'm':
                break;
            case 'h' or 'l':
                // A frame begins or ends; the runtime tells the terminal how its keys are to speak.
                Assert.Contains(argument, (string[])["?2026", "?1"]);
                break;
            default:
                Assert.Fail($"no terminal test knows {text[(start + 1)..(end + 1)]}");
                break;
        }

        return end;
    }

    // Rows are what a line is broken into.
    private void Up(int rows)
    {
        Assert.True(rows < _height, $"{rows} rows up leave a terminal of {_height}");
        for (; rows > 0; rows--)
        {
            if (_column >= _width)
            {
                _column -= _width;
            }
            else
            {
                Assert.True(_line > 0, "the cursor was moved above the first line");
                _line--;
                _column = Math.Max(0, _lines[_line].Text.Length - 1) / _width * _width;
            }
        }
    }

    private void Put(char character)
    {
        _lines[_line].Put(_column, character);
        _column++;
    }

    private sealed class Line
    {
        internal StringBuilder Text { get; } = new();

        internal void Cut(int column) => Text.Length = Math.Min(Text.Length, column);

        internal void Put(int column, char character)
        {
            while (Text.Length <= column)
            {
                Text.Append(' ');
            }

            Text[column] = character;
        }
    }
}
