using Sbir.Clients;
using Sluice.Hosting.Http;
using Sluice.Hosting.Tests.Http;

namespace Sbir.Tests.Clients;

public sealed class PatentClientTests : IAsyncLifetime
{
    private readonly RushingTime _time = new(TimeSpan.FromSeconds(30));
    private readonly string _folder = Directory.CreateTempSubdirectory("sbir-uspto-").FullName;
    private LocalServer _server = null!;
    private HttpSource _source = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await LocalServer.StartAsync();
        _source = new(PatentClient.SourceName, new() { BaseAddress = _server.Address, Folder = _folder }, _time);
    }

    [Fact]
    public async Task Assignments_of_an_application_are_read()
    {
        _server.Json("""
            {"count":1,"patentFileWrapperDataBag":[{"applicationNumberText":"14104993","assignmentBag":[
              {"reelNumber":"60620","frameNumber":"769","pageNumber":16,"assignmentRecordedDate":"2022-07-11","conveyanceText":"ASSIGNMENT OF ASSIGNORS INTEREST (SEE DOCUMENT FOR DETAILS).",
               "assignorBag":[{"assignorName":"ADA, A.","executionDate":"2022-06-29"},{"assignorName":"BOB, B.","executionDate":"2022-06-30"}],
               "assigneeBag":[{"assigneeNameText":"ACME RADAR INC","assigneeAddress":{"cityName":"ARLINGTON"}}]},
              {"reelNumber":60621,"frameNumber":1,"assignmentRecordedDate":"2023-01-02T00:00:00.000Z","conveyanceText":"SECURITY INTEREST","assignorBag":null,"assigneeBag":[]}]}]}
            """);

        var answer = await Client().FindAssignmentsAsync("14104993", default);

        Assert.Equal("/api/applications/14104993/assignment", _server.Requests.Single());
        var (first, second) = (answer.Value[0], answer.Value[1]);
        Assert.Equal(("60620/769", new DateOnly(2022, 7, 11), new DateOnly(2022, 6, 30)), (first.ReelFrame, first.RecordedOn, first.ExecutedOn));
        Assert.Equal("ADA, A.; BOB, B. to ACME RADAR INC", $"{string.Join("; ", first.Assignors)} to {string.Join("; ", first.Assignees)}");
        Assert.Equal(("60621/1", new DateOnly(2023, 1, 2), null), (second.ReelFrame, second.RecordedOn, second.ExecutedOn));
    }

    [Fact]
    public async Task One_assignment_in_place_of_a_list_is_a_list_of_one()
    {
        _server.Json("""{"count":1,"patentFileWrapperDataBag":[{"assignmentBag":{"reelNumber":"60620","frameNumber":"769"}}]}""");

        var answer = await Client().FindAssignmentsAsync("14104993", default);

        Assert.Equal("60620/769", Assert.Single(answer.Value).ReelFrame);
    }

    [Fact]
    public async Task A_patent_is_found_by_its_number()
    {
        _server.Json("""{"count":1,"patentFileWrapperDataBag":[{"applicationNumberText":"14104993","applicationMetaData":{"patentNumber":"9362380","inventionTitle":"HETEROJUNCTION BIPOLAR TRANSISTOR"}}]}""");

        var answer = await Client().FindByPatentAsync("9362380", default);

        Assert.Equal("/api/applications/search?q=applicationMetaData.patentNumber%3A9362380", _server.Requests.Single());
        var found = Assert.Single(answer.Value);
        Assert.Equal(("14104993", "9362380", 0), (found.ApplicationNumber, found.PatentNumber, found.Assignments.Count));
    }

    [Fact]
    public async Task Nothing_found_is_an_answer()
    {
        _server.Then(404, "application/json", """{"code":404,"error":"Not Found","errorDetails":"No matching records found"}""");

        var answer = await Client().FindByPatentAsync("1", default);

        Assert.Empty(answer.Value);
    }

    [Theory]
    [InlineData(200, "text/html", "<html><body>Scheduled maintenance</body></html>", HttpFailure.Damaged)]
    [InlineData(200, "application/json", "{\"count\":1,\"patentFile", HttpFailure.Damaged)]
    [InlineData(500, "application/json", "{}", HttpFailure.Unavailable)]
    [InlineData(403, "application/json", "{\"message\":\"Forbidden\"}", HttpFailure.Refused)]
    public async Task Faults_of_the_service_are_told_apart(int status, string type, string body, HttpFailure failure)
    {
        _server.Then(status, type, body);

        var error = await Assert.ThrowsAsync<HttpSourceException>(() => Client().FindAssignmentsAsync("14104993", default));

        Assert.Equal((failure, true), (error.Failure, error.IsSourceDown));
    }

    public async ValueTask DisposeAsync()
    {
        _source.Dispose();
        await _server.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private PatentClient Client() => new(_source, _time);
}
