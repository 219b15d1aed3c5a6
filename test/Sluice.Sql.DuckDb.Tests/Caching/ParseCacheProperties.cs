namespace Sluice.Sql.DuckDb.Tests.Caching;

public sealed class ParseCacheProperties
{
    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 12)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void After_any_edits_a_parse_with_the_cache_tells_what_one_without_tells(int seed)
    {
        using var project = new EditedProject(seed);
        var edits = new List<string>();
        for (var step = 0; step < 25; step++)
        {
            var warm = LoadedText.Of(project, keepsParse: true);
            var cold = LoadedText.Of(project, keepsParse: false);

            Assert.True(warm == cold, $"after\n{string.Join('\n', edits)}\n{FirstDifference(cold, warm)}");

            for (var edit = step % 3; edit >= 0; edit--)
            {
                edits.Add(project.Edit());
            }
        }
    }

    private static string FirstDifference(string cold, string warm)
    {
        var at = Enumerable.Range(0, Math.Min(cold.Length, warm.Length)).FirstOrDefault(i => cold[i] != warm[i], Math.Min(cold.Length, warm.Length));
        string Piece(string text) => text.Substring(Math.Max(0, at - 300), Math.Min(600, text.Length - Math.Max(0, at - 300)));
        return $"cold: {Piece(cold)}\nwarm: {Piece(warm)}";
    }
}
