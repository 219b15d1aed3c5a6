using Sluice.Hosting.Running;

namespace Sluice.Hosting.Tests.Files;

public sealed class DigestCacheTests : IDisposable
{
    private static readonly DateTime LongAgo = new(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    private readonly string _folder = Directory.CreateTempSubdirectory().FullName;
    private int _readings;

    private string Cache => Path.Combine(_folder, ".sluice", "file-digests");

    [Fact]
    public void A_file_that_is_as_it_was_is_read_once_by_all_processes()
    {
        var file = Write("a.csv", "one");

        Assert.Equal("one", Ask(file));
        Assert.Equal("one", Ask(file));

        Assert.Equal(1, _readings);
    }

    [Fact]
    public void Another_time_of_writing_makes_it_read_again()
    {
        var file = Write("a.csv", "one");
        Ask(file);
        File.WriteAllText(file, "two");
        File.SetLastWriteTimeUtc(file, LongAgo.AddSeconds(1));

        Assert.Equal("two", Ask(file));
    }

    [Fact]
    public void A_file_that_was_just_written_is_not_kept()
    {
        var file = Write("a.csv", "one");
        File.SetLastWriteTimeUtc(file, TimeProvider.System.GetUtcNow().UtcDateTime.AddMinutes(1)); // however long the test takes
        Ask(file);

        Ask(file);

        Assert.Equal(2, _readings);
        Assert.False(File.Exists(Cache));
    }

    [Fact]
    public void What_was_read_ahead_is_not_read_again()
    {
        var file = Write("a.csv", "one");
        var cache = new DigestCache(_folder);
        cache.Begin([file], Read);

        Assert.Equal("one", cache.Of(file, Read));
        Assert.Equal("one", cache.Of(file, Read));

        Assert.Equal(1, _readings);
    }

    [Fact]
    public void What_was_written_after_it_was_read_ahead_is_read_again()
    {
        var file = Write("a.csv", "one");
        var cache = new DigestCache(_folder);
        cache.Begin([file], Read);
        Assert.True(SpinWait.SpinUntil(() => Volatile.Read(ref _readings) == 1, TimeSpan.FromSeconds(30)));
        File.WriteAllText(file, "two");

        Assert.Equal("two", cache.Of(file, Read));
    }

    [Fact]
    public void A_file_that_cannot_be_read_ahead_is_told_to_who_asks()
    {
        var file = Write("a.csv", "one");
        var cache = new DigestCache(_folder);
        cache.Begin([file], (_, _) => throw new IOException("gone"));

        Assert.Equal("gone", Assert.Throws<IOException>(() => cache.Of(file, Read)).Message);
    }

    [Fact]
    public void What_a_link_leads_to_counts_and_not_the_link()
    {
        var file = Write("a.csv", "one");
        var link = Path.Combine(_folder, "link.csv");
        File.CreateSymbolicLink(link, file);
        Assert.Equal("one", Ask(link));
        File.WriteAllText(file, "two");

        Assert.Equal("two", Ask(link));
    }

    [Fact]
    public void A_list_that_cannot_be_understood_is_as_none()
    {
        var file = Write("a.csv", "one");
        Ask(file);
        File.WriteAllText(Cache, $"3\tx\twrong\t{file}\nnothing\n3\t9000000000000000000\twrong\t{file}\n");

        Assert.Equal("one", Ask(file));
        Assert.Equal(2, _readings);
    }

    [Fact]
    public void The_list_does_not_grow_with_every_reading()
    {
        var file = Write("a.csv", "one");
        for (var round = 1; round <= 300; round++)
        {
            File.SetLastWriteTimeUtc(file, LongAgo.AddSeconds(round));
            Ask(file);
        }

        Assert.Equal(300, _readings);
        Assert.InRange(File.ReadAllLines(Cache).Length, 1, 102);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string Write(string name, string text)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, text);
        File.SetLastWriteTimeUtc(path, LongAgo);
        return path;
    }

    // As another process asks: with what the list holds alone.
    private string Ask(string file) => new DigestCache(_folder).Of(file, Read);

    private string Read(string path, long length)
    {
        Interlocked.Increment(ref _readings);
        return File.ReadAllText(path);
    }
}
