namespace Sbir.Tests.Pipeline;

public sealed class AgainTests
{
    [Fact]
    public async Task A_second_run_does_nothing_and_a_second_load_changes_nothing()
    {
        var project = new SbirProject();
        await project.RunAsync();
        var first = project.Rows(PipelineTests.Loaded);

        var second = await project.RunAsync();
        await project.RunAsync("--full-refresh", "--force", "--select", "*.loaded_*");

        Assert.StartsWith("1 step to run, 56 unchanged", second, StringComparison.Ordinal); // the check asks again

        Assert.Equal(
            first.Select(row => row.Split('|')).Select(row => $"{row[0]}|{row[1]}|0|0|{row[1]}|0"),
            project.Rows(PipelineTests.Loaded));
    }

    [Fact]
    public async Task Names_of_other_entities_than_there_are_now_are_refused()
    {
        var project = new SbirProject();
        await project.RunAsync("--select", "+enriched_contracts");
        new SourceEdits(project, 1).Entities();
        await project.RunAsync("--select", "raw_companies", "validated_companies", "validated_companies_version");

        var (exitCode, output) = await project.CallAsync("run", "--select", "enriched_contracts");

        Assert.Equal(1, exitCode);
        Assert.Contains("enriched_companies_names is of other entities than validated_companies has now", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_setting_is_an_error_before_anything_runs()
    {
        var project = new SbirProject(withData: false);
        File.WriteAllText(Path.Combine(project.Folder, "appsettings.json"), """{ "Sbir": { "AcceptedRatios": 0.9 } }""");

        var error = await Record.ExceptionAsync(() => project.RunAsync());

        Assert.Contains("AcceptedRatios", error!.ToString(), StringComparison.Ordinal);
    }
}
