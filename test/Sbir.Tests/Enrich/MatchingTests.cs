using Sbir.Enrich;
using Sbir.Generate;

namespace Sbir.Tests.Enrich;

public sealed class MatchingTests
{
    private static readonly Recipient[] Recipients =
    [
        new() { Uei = "ABCDEF123456", Cage = "1A2B3", Duns = "000000017", Name = "Aerolight Systems, Inc." },
        new() { Uei = "ZZZZZZ123456", Name = "Borealis Société de Recherche, L.L.C." },
        new() { Name = "Aerolight Photonics Corporation" },
        new() { Name = "Inc." },
    ];

    [Theory]
    [InlineData("Müller & Söhne Company, Limited", "muller sohne co ltd", "muller sohne", "muller sohne")]
    [InlineData("The Company Store, Incorporated", "the co store inc", "the store", "the co store")]
    [InlineData("O'Neil-Łabs  LLC", "o neil labs llc", "o neil labs", "o neil labs")]
    [InlineData("Inc.", "inc", "", "")]
    [InlineData(null, "", "", "")]
    public void The_three_profiles_differ_in_the_designators_that_they_drop(string? name, string matching, string recipient, string key)
    {
        Assert.Equal(matching, NameProfile.Matching.Normalise(name).Text);
        Assert.Equal(recipient, NameProfile.Recipient.Normalise(name).Text);
        Assert.Equal(key, NameProfile.Key.Normalise(name).Text);
    }

    [Fact]
    public void Names_of_two_profiles_are_never_compared()
    {
        var index = new NameIndex(NameProfile.Recipient, [NameProfile.Recipient.Normalise("Acme")]);

        var error = Assert.Throws<ArgumentException>(() => index.Find(NameProfile.Key.Normalise("Acme"), 0.5));

        Assert.StartsWith("the name `acme` is of the profile key, the index of recipient: their scores do not compare", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("abcdef123456", "9XXX9", "000000017", "Uei", 1.00)]
    [InlineData("ABCDEF12345", "1a2b3", "000000017", "Cage", 0.95)]
    [InlineData(null, "99999", "000000017", "Duns", 1.00)]
    public void The_first_identifier_that_is_known_decides(string? uei, string? cage, string? duns, string method, double confidence)
    {
        var match = new MatchingCascade(new RecipientIndex(Recipients)).Match(new Recipient { Uei = uei, Cage = cage, Duns = duns, Name = "Nobody" });

        Assert.Equal((method, 0, confidence), (match.Method.ToString(), match.Recipient, match.Confidence));
    }

    [Theory]
    [InlineData("BOREALIS SOCIETE DE RECHERCHE", 1)]
    [InlineData("Recherche Société Borealis Company", null)] // another block
    [InlineData("Aerolight Systems LLC", 0)]
    [InlineData("Incorporated", null)]
    public void A_name_of_a_ratio_of_90_percent_is_a_match(string name, int? recipient)
    {
        Assert.Equal(recipient, new MatchingCascade(new RecipientIndex(Recipients)).Match(new Recipient { Name = name }).Recipient);
    }

    [Fact]
    public void A_name_between_the_two_limits_is_a_candidate_and_not_a_match()
    {
        var match = new MatchingCascade(new RecipientIndex(Recipients)).Match(new Recipient { Name = "Aerolight Photon Tools" });

        Assert.Equal((MatchMethod.None, null, 0.0), (match.Method, match.Recipient, match.Confidence));
        Assert.Equal([2], match.Candidates.Select(candidate => candidate.Recipient));
        Assert.All(match.Candidates, candidate => Assert.InRange(candidate.Score, 0.75, 0.90));
    }

    [Fact]
    public void Blocked_scores_equal_those_of_a_comparison_with_every_name_of_the_block()
    {
        var world = new World(seed: 3, awards: 12_000);
        var names = Enumerable.Range(0, 20_000).Select(number => NameProfile.Recipient.Normalise(world.CompanyOf(number).FullName)).ToList();
        var index = new NameIndex(NameProfile.Recipient, names);
        var queries = Enumerable.Range(0, 150).Select(number => Misspelt(names[number * 131].Text, number)).Append(names[7].Text).Append("ü " + names[3].Text);
        foreach (var query in queries.Select(text => new NormalisedName(NameProfile.Recipient, text)))
        {
            var expected = index.Candidates(query)
                .Select(recipient => (Recipient: recipient, Score: TokenSetOracle.Ratio(query.Text, names[recipient].Text)))
                .Where(match => match.Score >= 0.75)
                .OrderByDescending(match => match.Score)
                .ThenBy(match => match.Recipient)
                .Take(NameIndex.MostMatches)
                .ToList();

            var found = index.Find(query, 0.75);

            Assert.Equal(expected.Select(match => match.Recipient), found.Select(match => match.Recipient));
            Assert.Equal(expected.Select(match => match.Score), found.Select(match => match.Score), (left, right) => Math.Abs(left - right) < 1e-12);
        }
    }

    [Fact]
    public void A_block_is_what_begins_with_the_same_two_letters_and_at_most_500_names()
    {
        var names = Enumerable.Range(0, 3_000).Select(number => new NormalisedName(NameProfile.Recipient, $"{(char)('a' + (number % 2))}b {number:0000}")).ToList();
        var index = new NameIndex(NameProfile.Recipient, names);

        var candidates = index.Candidates(new NormalisedName(NameProfile.Recipient, "ab 1500")).ToList();

        Assert.Equal(NameOrder.MostCandidates, candidates.Count);
        Assert.All(candidates, recipient => Assert.StartsWith("ab ", names[recipient].Text, StringComparison.Ordinal));
        Assert.Contains(1500, candidates);
        Assert.Empty(index.Candidates(new NormalisedName(NameProfile.Recipient, "cb 1500")));
    }

    [Theory]
    [InlineData("x", null)]
    [InlineData(null, "DOD")]
    public void An_industry_code_comes_from_the_most_trusted_source(string? sam, string? agency)
    {
        var settings = new MatchingSettings();

        Assert.Equal(new NaicsAnswer("541715", "original", 0.95), NaicsCascade.Choose(new("541715", "1111", "2222", null, "DOD"), settings));
        Assert.Equal(new NaicsAnswer("1111", "contract_recipient", 0.90), NaicsCascade.Choose(new(null, "1111", "2222", null, "DOD"), settings));
        Assert.Equal(new NaicsAnswer("2222", "sam", 0.85), NaicsCascade.Choose(new(null, null, "2222", null, "DOD"), settings));
        Assert.Equal("name", NaicsCascade.Choose(new(null, null, "2222", 0.95, "DOD"), settings).Source);
        Assert.Equal(0.65, NaicsCascade.Choose(new(null, null, "2222", 0.90, "DOD"), settings).Confidence, 9);
        Assert.Equal(0.80, NaicsCascade.Choose(new(null, null, "2222", 1.00, "DOD"), settings).Confidence, 9);
        Assert.Equal(agency is null ? ("5415", 0.30) : ("3364", 0.50), (NaicsCascade.Choose(new(null, null, sam, null, agency), settings).Code, NaicsCascade.Choose(new(null, null, sam, null, agency), settings).Confidence));
    }

    // Some names lose a letter, some change two, some change the order of their words.
    private static string Misspelt(string name, int kind) => (kind % 4) switch
    {
        0 => name.Remove(name.Length / 2, 1),
        1 => string.Join(' ', name.Split(' ').OrderBy(word => word == name.Split(' ')[0] ? 0 : 1).ThenBy(word => word.Length)),
        2 => name.Replace('e', 'a') + " group",
        _ => name[..(name.Length * 2 / 3)],
    };
}
