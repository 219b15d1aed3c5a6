namespace Sluice.Conformance.Dbt;

/// <summary>Small dbt projects, run by this engine, against what dbt-core 1.11 with dbt-duckdb left of them.</summary>
[Collection(OneFolderAtATime.Name)]
public sealed class DbtConformanceTests
{
    public static TheoryData<string> Names => [.. DbtCase.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_project_gives_the_results_that_dbt_gives(string name)
    {
        var one = DbtCase.Read(name);
        using var project = new CaseProject(one);
        var (text, results, manifest) = ("", false, false);
        var misfits = new List<string>();
        for (var i = 0; i < one.Steps.Length; i++)
        {
            var call = await project.RunAsync(one.Steps[i]);
            var check = new CaseCheck(one, i + 1, one.Steps[i], call, project);
            text += await check.RunAsync();
            results |= check.HasOtherResults;
            manifest |= check.HasOtherManifest;
            misfits.AddRange(check.Misfits);
            project.SaveState(one.Steps[i].SaveState);
        }

        Assert.True(misfits.Count == 0, $"{one.Title}: artifacts do not fit their schemas\n{string.Join('\n', misfits)}");
        var differs = OpenCases.Line(results, manifest);
        if (Environment.GetEnvironmentVariable("SLUICE_ACCEPT") == "1")
        {
            OpenCases.Accept(name, differs);
        }

        Assert.True(differs == OpenCases.Of(name), $"{one.Title}: differs in [{differs}], open.txt says [{OpenCases.Of(name)}]\n{text}");
    }

    [Fact]
    public void What_differs_on_purpose_does_differ() => Assert.All(ArguedCases.Names, name => Assert.NotEmpty(OpenCases.Of(name)));

    [Fact]
    public void The_compatibility_page_counts_and_lists_what_is_open() => CompatibilityPage.Check("dbt", CompatibilitySection.Text());
}
