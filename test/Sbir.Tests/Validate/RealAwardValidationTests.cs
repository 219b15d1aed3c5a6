using Sbir.Tests.Pipeline;

namespace Sbir.Tests.Validate;

public sealed class RealAwardValidationTests
{
    [Fact]
    public async Task Real_awards_fail_for_the_columns_that_their_file_lacks_and_for_nothing_else()
    {
        var project = new SbirProject();
        File.Copy(SampleFolder.RealData("awards_real_dod_226.csv"), Path.Combine(project.Data, "awards.csv"), overwrite: true);

        await project.RunAsync("--select", "+validated_sbir_awards_verdicts");

        Assert.Equal(["226|fail|company_missing; agency_missing; program_unknown; amount_missing|"], project.Rows("select count(*), verdict, errors, warnings from validated_sbir_awards_verdicts group by all"));
    }

    [Fact]
    public async Task A_file_with_an_older_header_and_another_order_of_columns_is_read()
    {
        var project = new SbirProject();
        File.Copy(SampleFolder.RealData("awards_synthetic_100_old_header.csv"), Path.Combine(project.Data, "awards.csv"), overwrite: true);

        await project.RunAsync("--select", "+validated_sbir_awards_verdicts");

        Assert.Equal(["100"], project.Rows("select count(employees) + count(*) filter (where employees is null) from validated_sbir_awards_typed where company is not null or errors like '%company_missing%'"));
        Assert.InRange(int.Parse(project.Rows("select count(*) from validated_sbir_awards_verdicts where verdict = 'pass'")[0]), 60, 100);
    }
}
