using System.Runtime.InteropServices;

namespace Sluice.Cli.Terminal;

/// <summary>The console of Windows, which understands escape sequences only after it is told to.</summary>
internal static partial class WindowsConsole
{
    private const int StandardError = -12;
    private const uint VirtualTerminalProcessing = 4;

    /// <summary>True where standard error understands escape sequences from now on; elsewhere than on Windows every terminal does.</summary>
    internal static bool TryUnderstandEscapes()
    {
        if (!OperatingSystem.IsWindows())
        {
            return true;
        }

        var handle = GetStdHandle(StandardError);
        return GetConsoleMode(handle, out var mode)
            && ((mode & VirtualTerminalProcessing) != 0 || SetConsoleMode(handle, mode | VirtualTerminalProcessing));
    }

    [LibraryImport("kernel32")]
    private static partial nint GetStdHandle(int which);

    [LibraryImport("kernel32")]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool GetConsoleMode(nint console, out uint mode);

    [LibraryImport("kernel32")]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool SetConsoleMode(nint console, uint mode);
}
