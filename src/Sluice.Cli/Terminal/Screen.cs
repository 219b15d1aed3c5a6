using System.Text;

namespace Sluice.Cli.Terminal;

/// <summary>A terminal with a block of lines that is redrawn in place, below everything that is written. Safe to use from several threads.</summary>
/// <remarks>
/// The cursor is never hidden and nothing of the terminal's state is changed, so that no end of the process, not even a kill, leaves anything to
/// be restored. A frame is one write, and the terminal is asked to show it at once, so that nothing flickers.
/// </remarks>
/// <param name="terminal">Writes to the terminal, each text in one piece.</param>
/// <param name="size">Tells the terminal's size; asked at every frame, so that the block follows a window that is resized.</param>
internal sealed class Screen(TextWriter terminal, Func<TerminalSize> size)
{
    private const string BeginFrame = "\e[?2026h";
    private const string EndFrame = "\e[?2026l";
    private const string EraseBelow = "\e[J";

    private readonly Lock _gate = new();
    private IReadOnlyList<ScreenLine> _block = [];
    private IReadOnlyList<ScreenLine> _drawn = [];

    /// <summary>The terminal's size, now.</summary>
    internal TerminalSize Size => size();

    /// <summary>True while there is a block.</summary>
    internal bool HasBlock
    {
        get
        {
            lock (_gate)
            {
                return _block.Count > 0;
            }
        }
    }

    /// <summary>Shows a block in place of the one before; none takes it away.</summary>
    internal void Show(IReadOnlyList<ScreenLine> block)
    {
        lock (_gate)
        {
            if (block.Count != _drawn.Count || !block.SequenceEqual(_drawn))
            {
                _block = block;
                Write(terminal, "");
            }
        }
    }

    /// <summary>Writes text above the block.</summary>
    /// <param name="target">What the text is for: the terminal, or another writer that ends at the same terminal.</param>
    /// <param name="text">The text; whole lines, as long as there is a block.</param>
    internal void Write(TextWriter target, string text)
    {
        lock (_gate)
        {
            if (_block.Count == 0 && _drawn.Count == 0)
            {
                target.Write(text);
                return;
            }

            var frame = new StringBuilder(BeginFrame).Append(Erasure());
            if (target == terminal)
            {
                frame.Append(text);
            }
            else if (text.Length > 0)
            {
                terminal.Write(frame.Append(EndFrame).ToString());
                target.Write(text);
                target.Flush();
                frame.Clear().Append(BeginFrame);
            }

            frame.AppendJoin('\n', _block.Select(line => line.Text)).Append(EndFrame);
            terminal.Write(frame.ToString());
            _drawn = _block;
        }
    }

    /// <summary>Takes the block away because the process is about to end; gives up where another thread is stuck while it writes.</summary>
    internal void Leave()
    {
        if (_gate.TryEnter(TimeSpan.FromMilliseconds(200)))
        {
            try
            {
                terminal.Write(Erasure());
                _block = _drawn = [];
            }
            finally
            {
                _gate.Exit();
            }
        }
    }

    /// <summary>Draws the block anew where the cursor is: somebody else wrote to the terminal while the process was suspended.</summary>
    internal void Return()
    {
        lock (_gate)
        {
            _drawn = [];
        }
    }

    // The cursor stands behind the last line. A window made narrower has broken the lines that no longer fit.
    private string Erasure()
    {
        if (_drawn.Count == 0)
        {
            return "";
        }

        var width = Math.Max(1, Size.Width);
        var rows = _drawn.Sum(line => Math.Max(1, (line.Cells + width - 1) / width));
        return rows > 1 ? $"\r\e[{rows - 1}A{EraseBelow}" : $"\r{EraseBelow}";
    }
}
