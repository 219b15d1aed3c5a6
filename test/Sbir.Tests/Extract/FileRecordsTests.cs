using System.Text;
using Sbir.Extract;
using Sbir.Generate;
using Sluice.DuckDb;

namespace Sbir.Tests.Extract;

public sealed class FileRecordsTests : IDisposable
{
    private const int Rounds = 200;
    private const string Header = "Company,Abstract,Agency";

    private static readonly string[] Pieces =
        ["a", "b c", ",", ",", ",", "\"", "\"\"", "\"", "\n", "\n", " ", "\",\"", ",\"x\n\"", "\",", "é", ",y,z\n", "p,q,r\n", "p,\"q\",r\n", "\t"];

    private readonly string _folder = Directory.CreateTempSubdirectory("sbir").FullName;
    private readonly DuckDbConnection _connection = new();

    public FileRecordsTests() => _connection.Open();

    public void Dispose()
    {
        _connection.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Theory]
    [InlineData(1, "\n")]
    [InlineData(2, "\r\n")]
    public void Records_of_a_file_read_apart_are_what_the_whole_file_is_whatever_its_text(int seed, string newLine)
    {
        var random = new Random(seed);
        var split = 0;
        for (var round = 0; round < Rounds; round++)
        {
            var path = Write("whole.csv", string.Concat(Enumerable.Range(0, random.Next(1, 40)).Select(_ => Pieces[random.Next(Pieces.Length)])), newLine);
            if (FileRecords.Find(path) is not { } records)
            {
                continue;
            }

            split++;
            Assert.Equal(records.All, FileRecords.Find(path, random.Next(2, 6))?.All);
            var bytes = File.ReadAllBytes(path);
            var texts = records.All.Select(record => Encoding.UTF8.GetString(bytes.AsSpan((int)record.Start, record.Length))).ToList();
            var part = Enumerable.Range(0, texts.Count).ToLookup(_ => random.Next(2) == 0);

            var (rows, broken, hashes) = Read(path);
            var some = Read(Write("some.csv", string.Concat(part[true].Select(record => texts[record])), newLine));
            var others = Read(Write("others.csv", string.Concat(part[false].Select(record => texts[record])), newLine));

            Assert.Equal(rows.Order(StringComparer.Ordinal), some.Rows.Concat(others.Rows).Order(StringComparer.Ordinal));
            Assert.Equal(broken.Order(StringComparer.Ordinal), some.Broken.Concat(others.Broken).Order(StringComparer.Ordinal));
            Assert.Equal(rows.Count, hashes?.Length);
            foreach (var row in Enumerable.Range(0, rows.Count).Where(_ => random.Next(3) == 0))
            {
                var record = records.All.Select((found, place) => (found, place)).First(pair => pair.found.TextHash == hashes![row]).place;
                Assert.Equal([rows[row]], Read(Write("one.csv", texts[record], newLine)).Rows);
            }
        }

        Assert.InRange(split, Rounds / 4, Rounds);
    }

    [Fact]
    public void A_record_is_found_with_its_line_wherever_the_file_is_cut_to_be_read()
    {
        var path = Path.Combine(_folder, "long.csv");
        var expected = new List<(long Start, int Length, long Line)>();
        using (var file = new StreamWriter(path))
        {
            file.Write(Header + "\n");
            var (position, line) = (Header.Length + 1L, 2L);
            for (var number = 0; position < 3_000_000; number++)
            {
                // Once longer than what is read at a time.
                var record = $"{number},\"{new string('x', number == 40 ? 1_200_000 : number * 37 % 5_000)}\n\"\"\",Z\n";
                file.Write(record);
                expected.Add((position, record.Length, line));
                (position, line) = (position + record.Length, line + 2);
            }
        }

        var records = FileRecords.Find(path)!.All;

        Assert.Equal(expected, records.Select(record => (record.Start, record.Length, record.Line)));
        Assert.Equal(records, FileRecords.Find(path, 7)!.All);
        Assert.Equal(records.Count, records.Select(record => record.TextHash).Distinct().Count());
    }

    [Fact]
    public void Pieces_of_a_generated_file_that_are_looked_at_side_by_side_are_its_records()
    {
        var path = Path.Combine(_folder, "awards.csv");
        AwardFile.WriteTo(path, new World(seed: 4, awards: 1_000));

        var records = FileRecords.Find(path)!.All;

        Assert.Equal(1_000, records.Count);
        Assert.All(Enumerable.Range(2, 60), pieces => Assert.Equal(records, FileRecords.Find(path, pieces)!.All));
    }

    [Theory]
    [InlineData("a,\"never closed\n")]
    [InlineData("a, \"blanks before a quote\",b\n")]
    [InlineData("a,\"closed\" \"and opened\",b\n")]
    [InlineData("a,\"closed\" early,\"b\"\n")]
    [InlineData("a,b,c\rd,e,f\n")]
    [InlineData("a,b,c\r\n")]
    public void What_readers_take_in_several_ways_is_left_to_them(string text) => Assert.Null(FileRecords.Find(Write("a.csv", text, "\n", asItIs: true)));

    [Fact]
    public void The_end_of_a_line_is_no_part_of_the_text()
    {
        var records = FileRecords.Find(Write("a.csv", "a,b,c\nd,e,f\n\na,b,c", "\n"))!.All;

        Assert.Equal([1, 2, 3], records.Select(record => record.Number));
        Assert.Equal(records[0].TextHash, records[2].TextHash);
        Assert.NotEqual(records[0].TextHash, records[1].TextHash);
    }

    private string Write(string name, string text, string newLine, bool asItIs = false)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, Header + newLine + (asItIs ? text : text.ReplaceLineEndings(newLine)));
        return path;
    }

    private (List<string> Rows, List<string> Broken, ulong[]? Hashes) Read(string path)
    {
        var reading = AwardReading.Whole(AwardSource.Open(path), () => FileRecords.Find(path));
        using var create = _connection.CreateCommand("create or replace temp table a as " + reading.Source.SelectSql());
        create.ExecuteNonQuery();
        using var command = _connection.CreateCommand("select company, abstract, agency from a");
        var rows = new List<string>();
        using (var reader = command.ExecuteReader())
        {
            while (reader.Read())
            {
                rows.Add(string.Join('|', Enumerable.Range(0, reader.FieldCount).Select(field => reader.IsDBNull(field) ? "NULL" : reader.GetString(field))));
            }
        }

        var (broken, offsets) = BrokenRecords.Take(_connection, reading);
        return (rows, [.. broken.Select(record => record.Reason)], reading.TextHashes(rows.Count, offsets));
    }
}
