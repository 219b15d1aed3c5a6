using System.Globalization;

namespace Sluice.Hosting.Running;

/// <summary>
/// The digests of files as they were read before, in this process or in another, in <c>.sluice/file-digests</c> of the project. A file is taken as it
/// was while its length and its time of writing are the same; one that was written within two seconds before it was read is not kept, since a
/// later change could bear the same time.
/// </summary>
internal sealed class DigestCache
{
    private static readonly TimeSpan Settled = TimeSpan.FromSeconds(2);

    private readonly Dictionary<string, (FileStamp Stamp, string Digest)> _known = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (FileStamp Stamp, Lazy<string> Digest)> _ahead = new(StringComparer.Ordinal);
    private readonly string _path;
    private readonly Lock _gate = new();

    /// <summary>Reads what is known.</summary>
    /// <param name="folder">The project's folder.</param>
    internal DigestCache(string folder)
    {
        _path = Path.Combine(folder, ".sluice", "file-digests");
        Load();
    }

    /// <summary>Begins to read those files that are not known. What goes wrong is told to who asks for them.</summary>
    internal void Begin(IEnumerable<string> files, Func<string, long, string> read)
    {
        var begun = new List<Lazy<string>>();
        lock (_gate)
        {
            _ahead.Clear();
            foreach (var file in files)
            {
                var stamp = FileStamp.Of(file);
                if (_known.GetValueOrDefault(file).Stamp != stamp)
                {
                    var digest = new Lazy<string>(() => Read(file, stamp, read));
                    _ahead[file] = (stamp, digest);
                    begun.Add(digest);
                }
            }
        }

        if (begun.Count > 0)
        {
            new Thread(() => ReadAll(begun)) { IsBackground = true, Name = "sluice files" }.Start();
        }
    }

    /// <summary>The digest of a file: the one that is known, else the one that reading it gives.</summary>
    internal string Of(string file, Func<string, long, string> read)
    {
        var stamp = FileStamp.Of(file);
        (FileStamp Stamp, Lazy<string> Digest) ahead;
        lock (_gate)
        {
            if (_known.TryGetValue(file, out var known) && known.Stamp == stamp)
            {
                return known.Digest;
            }

            _ahead.Remove(file, out ahead);
        }

        return ahead.Digest is { } begun && ahead.Stamp == stamp ? begun.Value : Read(file, stamp, read);
    }

    private static void ReadAll(IEnumerable<Lazy<string>> digests)
    {
        foreach (var digest in digests)
        {
            try
            {
                _ = digest.Value;
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                // It is kept for who asks.
            }
        }
    }

    private string Read(string file, FileStamp stamp, Func<string, long, string> read)
    {
        var start = TimeProvider.System.GetUtcNow(); // the clock of the file system
        var digest = read(file, stamp.Length);
        if (stamp.Written + Settled < start && FileStamp.Of(file) == stamp)
        {
            Keep(file, stamp, digest);
        }

        return digest;
    }

    private void Keep(string file, FileStamp stamp, string digest)
    {
        lock (_gate)
        {
            _known[file] = (stamp, digest);
            TryWrite(path => File.AppendAllText(path, Line(file, stamp, digest)));
        }
    }

    // A line for each reading, the last one counts. What cannot be read is read from the files themselves.
    private void Load()
    {
        try
        {
            var lines = File.ReadAllLines(_path);
            foreach (var parts in lines.Select(line => line.Split('\t')))
            {
                if (parts is [var length, var written, var digest, var file] && FileStamp.TryParse(length, written) is { } stamp)
                {
                    _known[file] = (stamp, digest);
                }
            }

            if (lines.Length > 100 && lines.Length > 2 * _known.Count)
            {
                TryWrite(path => File.WriteAllText(path, string.Concat(_known.Select(known => Line(known.Key, known.Value.Stamp, known.Value.Digest)))));
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // Nothing is known.
        }
    }

    private static string Line(string file, FileStamp stamp, string digest) =>
        string.Create(CultureInfo.InvariantCulture, $"{stamp.Length}\t{stamp.Written.UtcTicks}\t{digest}\t{file}\n");

    private void TryWrite(Action<string> write)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(_path)!);
            write(_path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // The next process reads the files again.
        }
    }

    private readonly record struct FileStamp(long Length, DateTimeOffset Written)
    {
        internal static FileStamp Of(string file)
        {
            var info = new FileInfo(file);
            info = info.ResolveLinkTarget(returnFinalTarget: true) as FileInfo ?? info;
            return new FileStamp(info.Length, new DateTimeOffset(info.LastWriteTimeUtc));
        }

        internal static FileStamp? TryParse(string length, string written) =>
            long.TryParse(length, CultureInfo.InvariantCulture, out var bytes) && long.TryParse(written, CultureInfo.InvariantCulture, out var ticks) && ticks >= 0 && ticks <= DateTimeOffset.MaxValue.UtcTicks
                ? new FileStamp(bytes, new DateTimeOffset(ticks, TimeSpan.Zero))
                : null;
    }
}
