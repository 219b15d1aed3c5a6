namespace Sbir.Tests.Pipeline;

public sealed class IncrementalTests
{
    internal static readonly string[] Tables =
    [
        "validated_sbir_awards", "validated_sbir_awards_fail", "enriched_sbir_awards", "enriched_sbir_awards_cet", "transformed_sbir_awards", "transformed_companies", "transformed_companies_cet",
        "transformed_sbir_awards_follows", "transformed_contracts_transitions", "graph.Award", "graph.Company", "graph.Researcher", "graph.AWARDED_TO", "graph.FOLLOWS", "graph.APPLICABLE_TO",
        "graph.Transition", "graph.RESULTED_IN", "graph.GENERATED_FROM",
    ];

    // What the source no longer has stays in these, and what a load did is no content.
    private const string Compared = """
        select schema_name || '.' || name from (select schema_name, table_name as name from duckdb_tables() union all select schema_name, view_name from duckdb_views() where not internal)
        where schema_name in ('main', 'graph') and name not like 'loaded%' and name not in ('raw_sbir_awards', 'raw_sbir_awards_texts', 'validated_sbir_awards_typed', '_elements') order by all
        """;

    [Fact]
    public async Task Runs_over_changed_files_give_cell_by_cell_what_a_run_from_scratch_gives()
    {
        var changed = new SbirProject();
        await changed.RunAsync();

        for (var round = 1; round <= 4; round++)
        {
            Edit(changed, round);
            await changed.RunAsync();
            var fresh = new SbirProject();
            for (var earlier = 1; earlier <= round; earlier++)
            {
                Edit(fresh, earlier);
            }

            await fresh.RunAsync();

            var tables = fresh.Rows(Compared);
            Assert.InRange(tables.Count, 55, 100);
            Assert.All(tables, table => Assert.Equal(Cells(fresh, table), Cells(changed, table)));
            if (round == 1)
            {
                // Something was new, changed and gone, and most was kept.
                var (before, now) = (int.Parse(changed.Rows("select count(*) from raw_sbir_awards")[0]), int.Parse(changed.Rows("select count(*) from raw_sbir_awards_present")[0]));
                Assert.InRange(before - now, 10, 100);
                Assert.NotEqual(["0|0|0"], changed.Rows("select sum(created), sum(updated), sum(removed) from loaded_sbir_awards where element = 'Award'"));
                Assert.InRange(int.Parse(changed.Rows("select unchanged from loaded_sbir_awards where element = 'Award'")[0]), 850, 960);
            }
        }
    }

    [Fact]
    public async Task A_memory_budget_that_is_too_small_spills_to_files_and_gives_the_same()
    {
        var roomy = new SbirProject();
        await roomy.RunAsync();
        var narrow = new SbirProject();
        var settings = Path.Combine(narrow.Folder, "appsettings.json");
        File.WriteAllText(settings, File.ReadAllText(settings).Insert(1, """ "Sluice": { "MemoryBudget": "1MB" }, """));

        var (exitCode, output) = await narrow.CallAsync("run", "--output", "json");

        Assert.True(exitCode == 0, output);
        Assert.Matches("""chunk_spills[^}]*"value": *[1-9]""", output);
        Assert.All(Tables, table => Assert.Equal(Cells(roomy, table), Cells(narrow, table)));
    }

    [Fact]
    public async Task A_record_that_the_file_has_twice_is_one_award()
    {
        var project = new SbirProject();
        var awards = Path.Combine(project.Data, "awards.csv");
        var text = File.ReadAllText(awards);
        var record = FirstRecord(text);
        File.AppendAllText(awards, record + record);

        await project.RunAsync("--select", "raw_sbir_awards");

        Assert.Equal(["997|3"], project.Rows("select count(*), max(copies) from raw_sbir_awards"));
    }

    // Awards alone, then the other sources, then all of them, then awards that change back.
    private static void Edit(SbirProject project, int round)
    {
        var edits = new SourceEdits(project, round);
        edits.Awards(round == 4 ? 0.01 : 0.04);
        if (round != 1)
        {
            edits.Rename("awards.csv");
            edits.Rename("uspto/assignee.csv");
        }

        if (round is 2 or 3)
        {
            edits.Drop("contracts.csv");
            edits.Drop("uspto/assignee.csv");
            edits.Drop("uspto/documentid.csv");
        }

        if (round == 3)
        {
            edits.Entities();
            edits.Taxonomy();
        }
    }

    // All columns as text, in an order that hangs on nothing but the rows; the hash of a graph's row says no more than its columns.
    internal static List<string> Cells(SbirProject project, string table) => project.Rows($"select t::varchar from {table} as t order by 1");

    // The second line of the file, and those that its quotes hold.
    private static string FirstRecord(string text)
    {
        var start = text.IndexOf('\n', StringComparison.Ordinal) + 1;
        var isQuoted = false;
        for (var end = start; ; end++)
        {
            isQuoted ^= text[end] == '"';
            if (text[end] == '\n' && !isQuoted)
            {
                return text[start..(end + 1)];
            }
        }
    }
}
