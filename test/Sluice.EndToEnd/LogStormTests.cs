using Sluice.EndToEnd.Harness;

namespace Sluice.EndToEnd;

public sealed class LogStormTests
{
    private const int OneFile = 1_000_000;

    [Fact]
    public async Task A_model_that_says_a_hundred_thousand_lines_is_built_and_the_log_stays_within_its_bounds()
    {
        const string Line = "a line that is said very often, and that is long enough to fill a disk in the end";
        using var folder = ProjectFolder.Toy(
            ("models/storm.sql", "{% if execute %}{% for i in range(100000) %}{{ log('" + Line + "') }}{% endfor %}{% endif %}\nselect 1 as id\n"));

        var result = await folder.RunAsync("run", "--log-file-max-bytes", $"{OneFile}");

        result.Ends(0);
        Assert.Equal("1", await Database.ScalarAsync(folder.Database, "select count(*) from storm"));
        var logs = new DirectoryInfo(folder.Path("logs")).EnumerateFiles().Sum(file => file.Length);
        // The file at work and five older ones, each by a line too long at most.
        Assert.InRange(logs, OneFile, 6 * (OneFile + 1000));
        Assert.InRange(new FileInfo(folder.Path(".sluice/state.db")).Length, 1, 1_000_000);
    }
}
