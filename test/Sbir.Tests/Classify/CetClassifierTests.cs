using System.Text.RegularExpressions;
using Sbir.Classify;
using Sbir.Generate;

namespace Sbir.Tests.Classify;

public sealed class CetClassifierTests
{
    private static readonly Taxonomy Small = new()
    {
        CetAreas =
        [
            new CetArea { CetId = "ai", Keywords = ["machine learning", "ai", "vision"], NegativeKeywords = ["artificial insemination", "toy"] },
            new CetArea { CetId = "space", Keywords = ["satellite", "orbit"] },
            new CetArea { CetId = "tie", Keywords = ["satellite", "orbit"] },
        ],
    };

    [Fact]
    public void A_keyword_counts_once_with_the_weight_of_its_weightiest_field()
    {
        var areas = Areas("Machine   Learning", "vision", "machine learning and machine\nlearning again");

        // 2.0 x 2.0 for the phrase in the title, 1.25 x 1.5 for the word in the topic.
        Assert.Equal((4 + 1.875, 95, "high"), (areas[0].Raw, areas[0].Score, areas[0].Band));
        Assert.Equal(["machine learning (title, 4)", "vision (topic, 1.88)"], areas[0].Evidence.Select(evidence => evidence.ToString()));
    }

    [Fact]
    public void Short_words_count_less_and_a_weak_sum_gives_no_area()
    {
        Assert.Empty(Areas("AI for all", null, null));
        Assert.Equal(50, Areas(null, null, "orbit")[0].Score);
    }

    [Fact]
    public void Each_negative_keyword_halves_its_own_area()
    {
        var areas = Areas("machine learning in orbit", null, "a toy for artificial insemination");

        Assert.Equal([("space", 2.5), ("tie", 2.5)], areas.Select(area => (area.CetId, area.Raw)));
        Assert.Equal(2, Areas("machine learning", null, "a toy")[0].Raw);
    }

    [Fact]
    public void Equal_scores_stand_in_the_order_of_their_ids()
    {
        Assert.Equal([("space", 1), ("tie", 2)], Areas("satellite", null, null).Select(area => (area.CetId, area.Rank)));
    }

    [Theory]
    [InlineData("air and paid work, avionics", false)]
    [InlineData("AI-powered machine", true)]
    [InlineData("machine, learning", false)]
    [InlineData("machine learnings", false)]
    [InlineData("(machine\t \nlearning)", true)]
    [InlineData("machine machine learning", true)]
    public void A_keyword_is_found_only_as_a_whole(string text, bool isFound)
    {
        var found = new List<int>();

        new PhraseAutomaton(["machine learning", "ai"]).Scan(text, found);

        Assert.Equal(isFound, found.Count > 0);
    }

    [Fact]
    public void Phrases_that_overlap_or_end_another_are_all_found()
    {
        var found = new List<int>();

        new PhraseAutomaton(["a b c", "b c", "c", "b d"]).Scan("a b c b d", found);

        Assert.Equal([0, 1, 2, 3], found);
    }

    [Fact]
    public void The_automaton_finds_what_a_regular_expression_for_each_keyword_finds()
    {
        var taxonomy = Taxonomy.Load(SampleFolder.Taxonomy);
        var phrases = taxonomy.CetAreas.SelectMany(area => area.Keywords.Concat(area.NegativeKeywords)).Distinct().ToList();
        var expressions = phrases.Select(phrase => new Regex($@"(?<!\w){Regex.Escape(phrase).Replace("\\ ", @"\s+")}(?!\w)", RegexOptions.IgnoreCase)).ToList();
        var automaton = new PhraseAutomaton(phrases);
        foreach (var text in Abstracts(60))
        {
            var found = new List<int>();
            automaton.Scan(text, found);

            Assert.Equal(
                expressions.SelectMany((expression, phrase) => expression.Matches(text).Select(_ => phrase)).Order(),
                found.Order());
        }
    }

    [Fact]
    public void The_sample_s_taxonomy_has_21_areas()
    {
        Assert.Equal(21, Taxonomy.Load(SampleFolder.Taxonomy).CetAreas.Length);
    }

    [Fact]
    public void A_taxonomy_that_cannot_classify_is_refused_with_everything_that_is_wrong()
    {
        var path = Path.Combine(Directory.CreateTempSubdirectory("sbir").FullName, "t.yaml");
        File.WriteAllText(path, "cet_areas:\n  - cet_id: a\n    keywords: [x]\n  - cet_id: a\n    keywords: []\n    parent_cet_id: b\n");

        var error = Assert.Throws<InvalidDataException>(() => Taxonomy.Load(path));

        Assert.Equal(
            $"{path}: the area `a` is there 2 times; the area `a` needs a cet_id and keywords, none of them empty; the area `a` is part of `b`, which is not there",
            error.Message);
    }

    [Fact]
    public void An_unknown_key_of_a_taxonomy_is_an_error_with_its_place()
    {
        var path = Path.Combine(Directory.CreateTempSubdirectory("sbir").FullName, "t.yaml");
        File.WriteAllText(path, "cet_areas:\n  - cet_id: a\n    words: [x]\n");

        var error = Assert.Throws<InvalidDataException>(() => Taxonomy.Load(path));

        Assert.StartsWith($"{path}:3:5: ", error.Message, StringComparison.Ordinal);
        Assert.Contains("words", error.Message, StringComparison.Ordinal);
    }

    private static IReadOnlyList<AreaScore> Areas(string? title, string? topic, string? text) => new CetClassifier(Small).Classify(title, topic, text);

    private static IEnumerable<string> Abstracts(int count)
    {
        var output = new StringWriter();
        new AwardFile(new World(seed: 5, awards: count)).Write(output);
        return output.ToString().Split("\n\"").Take(count);
    }
}
