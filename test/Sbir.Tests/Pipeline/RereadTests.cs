namespace Sbir.Tests.Pipeline;

/// <summary>A later run reads of the award file only the records whose text it does not know.</summary>
public sealed class RereadTests
{
    private const string Kept = "select copies, company, abstract from raw_sbir_awards order by all";

    private const string Texts = "select t.copies, company from raw_sbir_awards_texts as t join raw_sbir_awards using (row_hash) order by all";

    private readonly SbirProject _project = new();

    private string Awards => Path.Combine(_project.Data, "awards.csv");

    [Fact]
    public async Task Records_in_other_quotes_are_the_records_that_were_there()
    {
        await WriteAndReadAsync("Company,Abstract\nA,a\nB,\"b\nb\"\nC,c\nC,c\n");

        await WriteAndReadAsync("Company,Abstract\n\"A\",a\nC,c\nB,\"b\nb\"\nA,a\nD,d\n");

        Assert.Equal(["1|B|b\nb", "1|C|c", "1|D|d", "2|A|a"], _project.Rows(Kept));
        Assert.Equal(["0|C", "1|A", "1|A", "1|B", "1|C", "1|D"], _project.Rows(Texts));
        await RefreshAsync();
        Assert.Equal(["1|B|b\nb", "1|C|c", "1|D|d", "2|A|a"], _project.Rows(Kept));
    }

    [Fact]
    public async Task Text_means_something_else_under_another_header()
    {
        await WriteAndReadAsync("Company,Abstract\nA,a\nB,b\n");

        await WriteAndReadAsync("Abstract,Company\nA,a\nb,B\n");

        Assert.Equal(["0|A|a", "1|B|b", "1|a|A"], _project.Rows(Kept));
    }

    // What stands behind a quote that was closed too early is for the reader alone to say.
    [Fact]
    public async Task A_file_whose_records_cannot_be_told_apart_is_read_as_a_whole()
    {
        const string Unclear = "X,\"x\" y \"z\",\"w\"\n";
        await WriteAndReadAsync($"Company,Abstract\nA,a\n{Unclear}B,b\n");
        Assert.Equal(["1|A|a", "1|B|b"], _project.Rows(Kept));
        Assert.Empty(_project.Rows(Texts));

        await WriteAndReadAsync($"Company,Abstract\nC,c\n{Unclear}B,b\nB,b\n");

        Assert.Equal(["0|A|a", "1|C|c", "2|B|b"], _project.Rows(Kept));
        Assert.Equal(["3|2|unquoted value"], _project.Rows("select line, record, reason from raw_sbir_awards_quarantine"));

        await WriteAndReadAsync("Company,Abstract\nC,c\nB,b\nD,d\n");
        Assert.Equal(["0|A|a", "1|B|b", "1|C|c", "1|D|d"], _project.Rows(Kept));
        Assert.Equal(["1|B", "1|C", "1|D"], _project.Rows(Texts));
    }

    [Fact]
    public async Task Broken_records_are_told_where_they_stand_in_the_file_also_when_the_others_are_known()
    {
        await WriteAndReadAsync("Company,Abstract\nA,a\nB,\"b\nb\"\n");

        await WriteAndReadAsync("Company,Abstract\nA,a\n\nB,\"b\nb\"\nC\nD,d\nE,\"e\" e\nF,f\n");

        string[] broken = ["6|3|missing columns|C", "8|5|unquoted value|E,\"e\" e"];
        Assert.Equal(broken, _project.Rows("select line, record, reason, trim(content, chr(10)) from raw_sbir_awards_quarantine order by line"));
        await RefreshAsync();
        Assert.Equal(broken, _project.Rows("select line, record, reason, trim(content, chr(10)) from raw_sbir_awards_quarantine order by line"));
    }

    [Fact]
    public async Task Rows_in_any_order_are_not_taken_for_the_records_of_the_file()
    {
        var profiles = Path.Combine(_project.Folder, "profiles.yml");
        File.WriteAllText(profiles, File.ReadAllText(profiles).Replace("memory_limit: 1500MB", "memory_limit: 1500MB, preserve_insertion_order: false", StringComparison.Ordinal));
        await WriteAndReadAsync("Company,Abstract\nA,a\nB,b\n");

        await WriteAndReadAsync("Company,Abstract\nB,b\nC,c\n");

        Assert.Equal(["0|A|a", "1|B|b", "1|C|c"], _project.Rows(Kept));
        Assert.Empty(_project.Rows(Texts));
    }

    [Fact]
    public async Task A_database_without_texts_gets_them()
    {
        await WriteAndReadAsync("Company,Abstract\nA,a\nB,b\n");
        using (var connection = new Sluice.DuckDb.DuckDbConnection($"Data Source={Path.Combine(_project.Folder, "sbir.duckdb")}"))
        {
            await connection.OpenAsync(TestContext.Current.CancellationToken);
            await using var drop = connection.CreateCommand("drop table raw_sbir_awards_texts");
            await drop.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        }

        await WriteAndReadAsync("Company,Abstract\nB,b\nC,c\n");

        Assert.Equal(["0|A|a", "1|B|b", "1|C|c"], _project.Rows(Kept));
        Assert.Equal(["1|B", "1|C"], _project.Rows(Texts));
    }

    private Task WriteAndReadAsync(string text)
    {
        File.WriteAllText(Awards, text);
        return _project.RunAsync("--select", "raw_sbir_awards", "raw_sbir_awards_quarantine");
    }

    private Task RefreshAsync() => _project.RunAsync("--full-refresh", "--force", "--select", "raw_sbir_awards", "raw_sbir_awards_quarantine");
}
