using Sbir.Extract;
using Sbir.Generate;
using Sluice.DuckDb;

namespace Sbir.Tests.Extract;

public sealed class AwardSourceTests
{
    private readonly string _folder = Directory.CreateTempSubdirectory("sbir").FullName;

    [Fact]
    public async Task Columns_are_found_by_name_in_any_order_and_under_an_older_one()
    {
        var path = Write("Number of Employees,Abstract,\"Company\",Shoe Size\n12,\"two\nlines, one \"\"quote\"\"\",Acme,44\n");

        var rows = await ReadAsync(path, "select company, number_employees, abstract, award_title, naics from a");

        Assert.Equal(["Acme|12|two\nlines, one \"quote\"||"], rows);
        Assert.Equal(["Shoe Size"], AwardSource.Open(path).UnknownColumns);
    }

    [Fact]
    public void A_file_without_a_header_that_we_know_is_refused()
    {
        var path = Write("<html>\n");

        var error = Assert.Throws<InvalidDataException>(() => AwardSource.Open(path));

        Assert.Equal($"{path} has no column of an award file in its first line: expected Company, Award Title, Agency and so on", error.Message);
    }

    [Fact]
    public void A_column_that_is_there_under_two_names_is_refused()
    {
        var path = Write("Company,Number Employees,Number of Employees\n");

        Assert.Equal($"{path} has two columns that mean `number_employees`", Assert.Throws<InvalidDataException>(() => AwardSource.Open(path)).Message);
    }

    [Theory]
    [InlineData("\n", true)]
    [InlineData("\n", false)]
    [InlineData("\r\n", true)]
    [InlineData("\r\n", false)]
    public async Task Broken_records_are_quarantined_with_their_line_and_the_others_are_read(string newLine, bool areToldApart)
    {
        var path = Write("Company,Abstract,Agency\nA,\"one\ntwo\nthree\",X\nB,too few\nC,c,X\nD,a \"quote\" inside,X\nE,\"x\" y,X\nF,too,many,fields\nG,\"g\ng\",X\n".ReplaceLineEndings(newLine));

        var (rows, broken) = await ReadWithBrokenAsync(path, "select company from a order by all", areToldApart);

        Assert.Equal(["A", "C", "D", "G"], rows);
        Assert.Equal(
            [(5, 2, "missing columns", "B,too few"), (8, 5, "unquoted value", "E,\"x\" y,X"), (9, 6, "too many columns", "F,too,many,fields")],
            broken.Select(record => ((int)record.Line, (int)record.Record, record.Reason, record.Content)));
    }

    [Fact]
    public async Task Every_record_of_a_generated_file_is_read_or_quarantined()
    {
        var path = Path.Combine(_folder, "awards.csv");
        AwardFile.WriteTo(path, new World(seed: 4, awards: 3_000));

        var (rows, broken) = await ReadWithBrokenAsync(path, "select count(*) from a");

        Assert.InRange(broken.Count, 1, 30);
        Assert.Equal(3_000, int.Parse(rows[0]) + broken.Count);
        var lines = File.ReadAllLines(path);
        Assert.All(broken, record => Assert.Equal(record.Content.TrimEnd(), lines[record.Line - 1].TrimEnd()));
    }

    private string Write(string text)
    {
        var path = Path.Combine(_folder, "a.csv");
        File.WriteAllText(path, text);
        return path;
    }

    private static async Task<List<string>> ReadAsync(string path, string sql) => (await ReadWithBrokenAsync(path, sql)).Rows;

    private static async Task<(List<string> Rows, IReadOnlyList<BrokenRecord> Broken)> ReadWithBrokenAsync(string path, string sql, bool areToldApart = true)
    {
        await using var connection = new DuckDbConnection();
        await connection.OpenAsync();
        await using var create = connection.CreateCommand("create table a as " + AwardSource.Open(path).SelectSql());
        await create.ExecuteNonQueryAsync();
        var broken = BrokenRecords.Take(connection, AwardReading.Whole(AwardSource.Open(path), () => areToldApart ? FileRecords.Find(path) : null)).Records;
        await using var command = connection.CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<string>();
        while (await reader.ReadAsync())
        {
            rows.Add(string.Join('|', Enumerable.Range(0, reader.FieldCount).Select(field => reader.GetValue(field))));
        }

        return (rows, broken);
    }
}
