using System.Text;

namespace Sluice.Cli.Terminal;

/// <summary>Standard output or standard error where it ends at the terminal: what is written goes above the screen's block, line by line.</summary>
/// <param name="screen">The terminal's screen.</param>
/// <param name="target">The stream's own writer.</param>
internal sealed class ScreenWriter(Screen screen, TextWriter target) : TextWriter
{
    private readonly Lock _gate = new();
    private readonly StringBuilder _partial = new();

    public override Encoding Encoding => target.Encoding;

    public override void Write(char value) => Write(value.ToString());

    public override void Write(char[] buffer, int index, int count) => Write(new string(buffer, index, count));

    public override void Write(ReadOnlySpan<char> buffer) => Write(buffer.ToString());

    public override void Write(string? value)
    {
        lock (_gate)
        {
            _partial.Append(value);
            var text = _partial.ToString();

            // The rest of a line waits for its end as long as something stands below it.
            var end = screen.HasBlock ? text.LastIndexOf('\n') + 1 : text.Length;
            _partial.Clear().Append(text.AsSpan(end));
            if (end > 0)
            {
                screen.Write(target, text[..end]);
            }
        }
    }

    public override void WriteLine(string? value) => Write(value + Environment.NewLine);

    public override Task WriteAsync(char value) => Done(value.ToString());

    public override Task WriteAsync(string? value) => Done(value);

    public override Task WriteAsync(char[] buffer, int index, int count) => Done(new string(buffer, index, count));

    public override Task WriteLineAsync() => Done(Environment.NewLine);

    public override Task WriteLineAsync(string? value) => Done(value + Environment.NewLine);

    public override void Flush() => target.Flush();

    public override Task FlushAsync() => target.FlushAsync();

    private Task Done(string? value)
    {
        Write(value);
        return Task.CompletedTask;
    }
}
