using System.Text;

namespace Sluice.Cli.Terminal;

/// <summary>The process's own streams, and the screen where standard error is a terminal.</summary>
/// <param name="Output">Standard output.</param>
/// <param name="Error">Standard error.</param>
/// <param name="Screen">The terminal behind standard error; null for a pipe, a file, or a terminal that cannot move its cursor.</param>
internal sealed record StandardStreams(TextWriter Output, TextWriter Error, Screen? Screen)
{
    // More than a frame has, so that each is one write.
    private const int Buffer = 32 * 1024;

    internal static StandardStreams Open()
    {
        var output = Writer(Console.OpenStandardOutput());
        var error = Writer(Console.OpenStandardError());
        if (Console.IsErrorRedirected || Environment.GetEnvironmentVariable("TERM") is "dumb" || !WindowsConsole.TryUnderstandEscapes())
        {
            return new StandardStreams(output, error, null);
        }

        var screen = new Screen(error, TerminalSize.OfStandardError);
        return new StandardStreams(Console.IsOutputRedirected ? output : new ScreenWriter(screen, output), new ScreenWriter(screen, error), screen);
    }

    private static TextWriter Writer(Stream stream)
    {
        var encoding = Console.OutputEncoding is UTF8Encoding ? new UTF8Encoding(encoderShouldEmitUTF8Identifier: false) : Console.OutputEncoding;
        return TextWriter.Synchronized(new StreamWriter(stream, encoding, Buffer) { AutoFlush = true });
    }
}
