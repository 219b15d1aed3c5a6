using System.Globalization;
using System.Text.RegularExpressions;
using Sluice.Cli.Running;

namespace Sluice.Cli.Talking;

/// <summary><c>logs/dbt.log</c>: everything that is said and more, kept over commands. At its greatest size it becomes dbt.log.1, and so on.</summary>
internal sealed partial class LogFile : IDisposable
{
    internal const long UsualMaxBytes = 10 * 1024 * 1024;
    private const string FileName = "dbt.log";
    private const int Kept = 5;

    private readonly Lock _gate = new();
    private readonly string _path;
    private readonly long _maxBytes;
    private readonly TimeProvider _time;
    private readonly string[] _secrets = [.. CommandMask.SecretValues()];
    private StreamWriter _writer;

    private LogFile(string path, long maxBytes, TimeProvider time)
    {
        (_path, _maxBytes, _time) = (path, maxBytes, time);
        _writer = Open(path);
    }

    /// <summary>True for one JSON object a line.</summary>
    internal bool IsJson { get; init; }

    /// <summary>What lies below is not written.</summary>
    internal TalkLevel Level { get; init; } = TalkLevel.Debug;

    /// <summary>Opens the file for appending; the reason why it cannot be is returned in <paramref name="problem"/>.</summary>
    internal static LogFile? TryOpen(string folder, LogFileSettings settings, string invocation, TimeProvider time, out string? problem)
    {
        problem = null;
        try
        {
            Directory.CreateDirectory(folder);
            var file = new LogFile(Path.Combine(folder, FileName), settings.MaxBytes, time) { IsJson = settings.IsJson, Level = settings.Level };
            if (!file.IsJson)
            {
                file._writer.WriteLine($"\n\n{new string('=', 30)} {file.Clock()} | {invocation} {new string('=', 30)}");
            }

            return file;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            problem = error.Message;
            return null;
        }
    }

    /// <summary>Writes one thing that was said. Safe to use from several threads.</summary>
    internal void Write(TalkLevel importance, string text)
    {
        lock (_gate)
        {
            WriteAlone(importance, text);
        }
    }

    public void Dispose() => _writer.Dispose();

    private void WriteAlone(TalkLevel importance, string text)
    {
        try
        {
            if (_maxBytes > 0 && _writer.BaseStream.Position > _maxBytes)
            {
                Rotate();
            }

            text = CommandMask.Hide(text, _secrets);
            _writer.WriteLine(IsJson ? text : $"{Clock()} [{Word(importance)}] [{ThreadName()}]: {Colours().Replace(text, "")}");
        }
        catch (IOException)
        {
            // A full disk must not end a run that could still commit: what the log lacks, the terminal has.
        }
    }

    private void Rotate()
    {
        _writer.Dispose();
        for (var number = Kept - 1; number >= 1; number--)
        {
            if (File.Exists($"{_path}.{number}"))
            {
                File.Move($"{_path}.{number}", $"{_path}.{number + 1}", overwrite: true);
            }
        }

        File.Move(_path, $"{_path}.1", overwrite: true);
        _writer = Open(_path);
    }

    // Flushed line by line, so that what was said before a kill is there.
    private static StreamWriter Open(string path) =>
        new(new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete)) { AutoFlush = true, NewLine = "\n" };

    private string Clock() => _time.GetUtcNow().UtcDateTime.ToString("HH:mm:ss.ffffff", CultureInfo.InvariantCulture);

    internal static string ThreadName() => Environment.CurrentManagedThreadId == 1 ? "MainThread" : $"Thread-{Environment.CurrentManagedThreadId}";

    private static string Word(TalkLevel level) => level.ToString().ToLowerInvariant().PadRight(5);

    [GeneratedRegex(@"\e\[[0-9;]*[A-Za-z]", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Colours();
}

/// <summary>How the log file is written.</summary>
/// <param name="IsJson">True for JSON lines.</param>
/// <param name="Level">What lies below is not written.</param>
/// <param name="MaxBytes">The size from which a new file is begun; 0 for none.</param>
internal sealed record LogFileSettings(bool IsJson, TalkLevel Level, long MaxBytes);
