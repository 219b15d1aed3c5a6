using System.Runtime.InteropServices;

namespace Sluice.Cli.Terminal;

/// <summary>How many cells a terminal has.</summary>
/// <param name="Width">Cells in a line.</param>
/// <param name="Height">Lines.</param>
internal readonly partial record struct TerminalSize(int Width, int Height)
{
    private const int StandardError = 2;
    private const nuint GetWindowSize = 0x5413;

    /// <summary>What a terminal that does not say is taken for.</summary>
    internal static TerminalSize Usual { get; } = new(80, 24);

    /// <summary>The size, now, of the terminal behind standard error; standard output may go elsewhere.</summary>
    internal static TerminalSize OfStandardError()
    {
        // The runtime asks the terminal behind standard output, which a pipe or a file may have taken the place of.
        if (OperatingSystem.IsLinux() && Ioctl(StandardError, GetWindowSize, out var size) == 0 && size is { Columns: > 0, Rows: > 0 })
        {
            return new TerminalSize(size.Columns, size.Rows);
        }

        try
        {
            return Console.WindowWidth > 0 && Console.WindowHeight > 0 ? new TerminalSize(Console.WindowWidth, Console.WindowHeight) : Usual;
        }
        catch (Exception error) when (error is IOException or PlatformNotSupportedException)
        {
            return Usual;
        }
    }

    [LibraryImport("libc", EntryPoint = "ioctl")]
    private static partial int Ioctl(int file, nuint request, out WindowSize size);

    [StructLayout(LayoutKind.Sequential)]
    private readonly struct WindowSize
    {
        internal readonly ushort Rows;
        internal readonly ushort Columns;
        private readonly ushort _pixelsAcross;
        private readonly ushort _pixelsDown;
    }
}
