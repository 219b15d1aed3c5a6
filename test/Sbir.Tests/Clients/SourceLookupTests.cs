using System.Text.Json;
using Sbir.Clients;
using Sluice.Hosting.Http;
using Sluice.Hosting.Tests.Http;

namespace Sbir.Tests.Clients;

public sealed class SourceLookupTests : IAsyncLifetime
{
    private readonly RushingTime _time = new(TimeSpan.FromSeconds(30));
    private readonly string _folder = Directory.CreateTempSubdirectory("sbir-lookup-").FullName;
    private LocalServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await LocalServer.StartAsync();

    [Fact]
    public async Task An_answer_that_is_fresh_is_not_asked_for_again()
    {
        _server.Json("\"one\"");

        var first = await RunAsync(("a1", "uei=U1"), ("a2", "uei=U2"));
        _time.Advance(TimeSpan.FromDays(29));
        var second = await RunAsync(("a1", "uei=U1"), ("a2", "uei=U2"));

        Assert.Equal((2, 2), (first.Count(LookupState.Asked), second.Count(LookupState.Fresh)));
        Assert.Equal(["one", "one"], second.Answers.Select(answer => answer.Answer));
        Assert.Equal(2, _server.Requests.Count);
    }

    [Fact]
    public async Task Only_stale_answers_and_changed_questions_are_asked_for()
    {
        _server.Json("\"one\"").Json("\"two\"").Json("\"two\"").Json("\"three\"");
        await RunAsync(("a1", "uei=U1"));
        _time.Advance(TimeSpan.FromDays(20));
        await RunAsync(("a2", "uei=U2"), ("a3", "uei=U3"));
        _time.Advance(TimeSpan.FromDays(20));

        var report = await RunAsync(("a1", "uei=U1"), ("a2", "uei=U2"), ("a3", "uei=U9"));

        Assert.Equal(
            ["a1 Asked three True", "a2 Fresh two False", "a3 Asked three True"],
            report.Answers.Select(answer => $"{answer.Subject} {answer.State} {answer.Answer} {answer.HasChanged}"));
    }

    [Fact]
    public async Task The_same_payload_is_no_change()
    {
        _server.Json("\"one\"");
        await RunAsync(("a1", "uei=U1"));
        _time.Advance(TimeSpan.FromDays(31));

        var report = await RunAsync(("a1", "uei=U1"));

        Assert.Equal((LookupState.Asked, false), report.Answers.Select(answer => (answer.State, answer.HasChanged)).Single());
    }

    [Fact]
    public async Task A_source_that_is_down_degrades_to_partial_with_a_warning_and_loses_nothing()
    {
        _server.Json("\"one\"").Then(200, "text/html", "<html>maintenance</html>");
        await RunAsync(("a1", "uei=U1"));
        _time.Advance(TimeSpan.FromDays(31));

        var report = await RunAsync(("a1", "uei=U1"), ("a2", "uei=U2"), ("a3", "uei=U3"));

        Assert.Equal(
            ["a1 Stale one True", "a2 Missing  True", "a3 Missing  True"],
            report.Answers.Select(answer => $"{answer.Subject} {answer.State} {answer.Answer} {answer.IsPartial}"));
        Assert.Equal(["sam: the answer is a page and not JSON; 1 keep their earlier answer, 2 have none"], report.Warnings);
        Assert.Equal(4, _server.Requests.Count); // one answer and three attempts: the other two awards were not asked about
    }

    [Fact]
    public async Task A_question_that_is_refused_does_not_stop_the_others()
    {
        _server.Then(400).Json("\"one\"");

        var report = await RunAsync(("a1", "uei=?"), ("a2", "uei=U2"));

        Assert.Equal([LookupState.Missing, LookupState.Asked], report.Answers.Select(answer => answer.State));
        Assert.StartsWith("a1: sam: it answered 400 BadRequest", Assert.Single(report.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_quota_that_is_spent_leaves_the_rest_for_another_day()
    {
        _server.Json("\"one\"");

        var today = await RunAsync(perDay: 2, ("a1", "1"), ("a2", "2"), ("a3", "3"));
        _time.Advance(TimeSpan.FromDays(1));
        var tomorrow = await RunAsync(perDay: 2, ("a1", "1"), ("a2", "2"), ("a3", "3"));

        Assert.Equal((2, 1), (today.Count(LookupState.Asked), today.Count(LookupState.Missing)));
        Assert.Equal((2, 1), (tomorrow.Count(LookupState.Fresh), tomorrow.Count(LookupState.Asked)));
    }

    [Fact]
    public void A_line_that_a_kill_cut_short_is_dropped()
    {
        var path = Path.Combine(_folder, "ledger.jsonl");
        using (var ledger = FreshnessLedger.Open(path))
        {
            ledger.Record(Entry("a1"));
            ledger.Record(Entry("a2"));
        }

        File.WriteAllBytes(path, File.ReadAllBytes(path)[..^5]);
        using (var ledger = FreshnessLedger.Open(path))
        {
            Assert.Equal((1, null), (ledger.Count, ledger.Find("a2", "sam")));
            ledger.Record(Entry("a3"));
        }

        using var again = FreshnessLedger.Open(path);
        Assert.Equal(["a1", "a3"], new[] { "a1", "a2", "a3" }.Where(award => again.Find(award, "sam") is not null));
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private LedgerEntry Entry(string award) => new(award, "sam", "q", "h", _time.GetUtcNow(), JsonSerializer.SerializeToElement("one"));

    private Task<LookupReport<string>> RunAsync(params (string Award, string Question)[] questions) => RunAsync(perDay: 1_000, questions);

    private async Task<LookupReport<string>> RunAsync(int perDay, params (string Award, string Question)[] questions)
    {
        var options = new HttpSourceOptions { BaseAddress = _server.Address, Folder = _folder };
        options.Limits.Add(RateLimit.PerDay(perDay));
        using var source = new HttpSource("sam", options, _time);
        using var ledger = FreshnessLedger.Open(Path.Combine(_folder, "ledger.jsonl"));
        var lookup = new SourceLookup<string>(
            "sam", ledger, TimeSpan.FromDays(30), _time, (question, cancel) => source.GetJsonAsync<string>($"entities?{question.Subject}&{question.Text}", cancellationToken: cancel));
        return await lookup.RunAsync(questions.Select(question => new SourceQuestion(question.Award, question.Question)), CancellationToken.None);
    }
}
