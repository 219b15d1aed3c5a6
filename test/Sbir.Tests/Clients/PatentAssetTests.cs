using Sbir.Tests.Pipeline;
using Sluice.Hosting.Tests.Http;

namespace Sbir.Tests.Clients;

public sealed class PatentAssetTests : IAsyncLifetime
{
    private const string Selection = "+transformed_patents_assignments +validated_patents_parties +transformed_patents";

    private LocalServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await LocalServer.StartAsync();

    [Fact]
    public async Task Patents_without_a_record_are_asked_for_once_and_join_those_of_the_files()
    {
        _server.Json("""
            {"count":1,"patentFileWrapperDataBag":[{"applicationNumberText":"14104993","applicationMetaData":{"patentNumber":"9999999","inventionTitle":"ASKED FOR"},
            "assignmentBag":{"reelNumber":"60620","frameNumber":"769","assignmentRecordedDate":"2022-07-11","conveyanceText":"ASSIGNMENT OF ASSIGNORS INTEREST","assignorBag":[{"assignorName":"ADA, A.","executionDate":"2022-01-30"}],
            "assigneeBag":[{"assigneeNameText":"ACME RADAR INC"}]}}]}
            """);
        var project = Project();

        await project.RunAsync(["--select", .. Selection.Split(' ')]);
        await project.RunAsync("--select", "raw_patents_uspto", "--force");

        Assert.Equal("/api/applications/search?q=applicationMetaData.patentNumber%3A9999999", Assert.Single(_server.Requests));
        Assert.Equal(["606200769|assignment|2022-07-11|True"], project.Rows("select rf_id, kind, recorded_on::varchar, is_delayed from transformed_patents_assignments where rf_id = 606200769"));
        Assert.Equal(["ACME RADAR INC|assignee", "ADA, A.|assignor"], project.Rows("select name, role from validated_patents_parties where rf_id = 606200769 order by all"));
        Assert.Equal(["14104993|1"], project.Rows("select application_number, assignments - 1 from transformed_patents where grant_doc_num = '9999999'"));
    }

    [Fact]
    public async Task An_office_that_is_down_is_a_warning_and_the_files_count()
    {
        _server.Then(403, "text/html", "<html>no</html>");
        var project = Project();

        var output = await project.RunAsync(["--select", .. Selection.Split(' ')]);

        Assert.Contains("uspto:", output, StringComparison.Ordinal);
        Assert.Equal(["0"], project.Rows("select count(*) from raw_patents_uspto"));
        Assert.Equal(["303"], project.Rows("select count(*) from transformed_patents_assignments"));
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    // The files know of a patent, and not of what was recorded about it.
    private SbirProject Project()
    {
        var project = new SbirProject();
        File.AppendAllText(Path.Combine(project.Data, "uspto", "documentid.csv"), "20999999,A PATENT,en,14104993,2013-12-13,US,,,,9999999,2016-06-07,US\n");
        File.WriteAllText(
            Path.Combine(project.Folder, "appsettings.json"),
            $$"""{ "Uspto": { "BaseAddress": "{{_server.Address}}", "ApiKey": "key" } }""");
        return project;
    }
}
