using System.Text;

namespace Sluice.Cli.Scenarios;

/// <summary>Writes whole lines, each behind the name of its scenario, so that several may talk at a time.</summary>
/// <param name="inner">Takes the lines.</param>
/// <param name="prefix">Stands before each line.</param>
/// <param name="gate">The lock that all writers over <paramref name="inner"/> share.</param>
internal sealed class PrefixWriter(TextWriter inner, string prefix, Lock gate) : TextWriter
{
    private readonly StringBuilder _line = new();

    public override Encoding Encoding => inner.Encoding;

    public override void Write(char value)
    {
        lock (gate)
        {
            if (value == '\n')
            {
                inner.WriteLine(_line.Length == 0 ? prefix.TrimEnd() : $"{prefix}{_line}");
                _line.Clear();
            }
            else if (value != '\r')
            {
                _line.Append(value);
            }
        }
    }

    public override void Write(string? value)
    {
        lock (gate)
        {
            foreach (var character in value ?? "")
            {
                Write(character);
            }
        }
    }

    public override void WriteLine(string? value)
    {
        lock (gate)
        {
            Write(value);
            Write('\n');
        }
    }
}
