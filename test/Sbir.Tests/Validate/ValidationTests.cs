namespace Sbir.Tests.Validate;

/// <summary>The SQL models of validation over records written by hand: one good one, each other changed in one column.</summary>
public sealed class ValidationTests(ValidationRun run) : IClassFixture<ValidationRun>
{
    [Theory]
    [InlineData("Company=", "fail", "company_missing", "")]
    [InlineData("Company=\\N", "fail", "company_missing", "")]
    [InlineData("Award Title=nan", "fail", "title_missing", "")]
    [InlineData("Agency=-", "fail", "agency_missing", "")]
    [InlineData("Phase=Phase V", "fail", "phase_unknown", "")]
    [InlineData("Program=GRANT", "fail", "program_unknown", "")]
    [InlineData("Award Year=1982", "fail", "year_out_of_range", "year_differs_from_date")]
    [InlineData("Award Year=2028", "fail", "year_out_of_range", "year_differs_from_date")]
    [InlineData("Award Amount=", "fail", "amount_missing", "")]
    [InlineData("Award Amount=none", "fail", "amount_missing", "")]
    [InlineData("Award Amount=-5", "fail", "amount_not_positive", "")]
    [InlineData("Award Amount=5000000.01", "pass", "", "amount_large")]
    [InlineData("UEI=ABC", "pass", "", "uei_malformed")]
    [InlineData("Duns=12345678X", "pass", "", "duns_malformed")]
    [InlineData("Contact Email=nobody", "pass", "", "email_malformed")]
    [InlineData("PI Phone=ask", "pass", "", "phone_malformed")]
    [InlineData("State=Ontario", "pass", "", "state_unknown")]
    [InlineData("Zip=1234", "pass", "", "zip_malformed")]
    [InlineData("Award Year=2023", "pass", "", "year_differs_from_date")]
    [InlineData("Contract End Date=2023-01-01", "pass", "", "end_before_award")]
    public void A_record_that_is_wrong_in_one_column_fails_or_warns_for_it_alone(string change, string verdict, string errors, string warnings)
    {
        Assert.Equal([$"{verdict}|{errors}|{warnings}"], run.Rows(change, "v.verdict, v.errors, v.warnings"));
    }

    [Theory]
    [InlineData("Phase=2", "phase", "II")]
    [InlineData("Phase=III", "phase", "III")]
    [InlineData("Phase=IV", "phase", "III")]
    [InlineData("Program=sttr", "program", "STTR")]
    [InlineData("State=new mexico", "state", "NM")]
    [InlineData("State=PR", "state", "PR")]
    [InlineData("Award Amount=$1,234.50", "award_amount", "1234.50")]
    [InlineData("Award Amount=150000.0000", "award_amount", "150000.00")]
    [InlineData("Duns=859244204.0", "duns", "859244204")]
    [InlineData("Duns=1234567", "duns", "001234567")]
    [InlineData("Duns=12-345-6789", "duns", "123456789")]
    [InlineData("Proposal Award Date=03/15/2024", "award_date", "2024-03-15")]
    [InlineData("Proposal Award Date=2024/03/15", "award_date", "2024-03-15")]
    [InlineData("Proposal Award Date=15-Mar-2024", "award_date", "2024-03-15")]
    [InlineData("Proposal Award Date=2024-03-15 10:20:30", "award_date", "2024-03-15")]
    [InlineData("Proposal Award Date=2024-03-15T10:20:30", "award_date", "2024-03-15")]
    [InlineData("Proposal Award Date=soon", "award_date", "")]
    [InlineData("HUBZone Owned=U", "is_hubzone_owned", "")]
    [InlineData("HUBZone Owned=y", "is_hubzone_owned", "true")]
    [InlineData("Number Employees=-", "employees", "")]
    [InlineData("City=\"\"", "city", "")]
    public void A_value_has_one_notation_however_it_was_written(string change, string column, string value)
    {
        Assert.Equal([value], run.Rows(change, $"coalesce(t.{column}::varchar, '')"));
    }

    [Fact]
    public void The_key_of_an_award_is_the_hash_of_its_ten_parts()
    {
        var parts = "SBIR|UEI123456789|T-1|C-1|DEPARTMENT OF ENERGY|OFFICE OF SCIENCE|II|SBIR|2024-03-15|S-1";
        var expected = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(parts)))[..24];

        Assert.Equal([expected], run.Rows("Branch=Office  of\tScience", "t.award_key"));
    }

    [Fact]
    public void Of_the_editions_of_an_award_the_one_with_the_last_end_and_then_the_largest_amount_is_kept()
    {
        Assert.Equal(["duplicate|100.00", "duplicate|300.00", "pass|200.00"], run.Rows("Contract=edition", "v.verdict, t.award_amount"));
    }
}
