using System.ComponentModel.DataAnnotations.Schema;
using Sluice.Hosting.Rows;

namespace Sluice.Hosting.Tests.Rows;

/// <summary>A record is a table's columns.</summary>
public sealed class RowShapeTests
{
    [Theory]
    [InlineData("AwardAmount", "award_amount")]
    [InlineData("PIName", "pi_name")]
    [InlineData("UEI", "uei")]
    [InlineData("Address1", "address1")]
    [InlineData("already_snake", "already_snake")]
    public void A_property_is_kept_in_a_column_in_snake_case(string property, string column) =>
        Assert.Equal(column, ColumnName.Of(property));

    [Fact]
    public void A_record_has_a_column_for_each_property_in_the_order_of_declaration()
    {
        var columns = RowShape.Of(typeof(Award)).Columns.Select(column => $"{column.Name} {column.SqlType}{(column.IsNullable ? "?" : "")}");

        Assert.Equal(
            ["company VARCHAR", "duns VARCHAR?", "year INTEGER", "amount DECIMAL(15,2)?", "phase VARCHAR", "tags VARCHAR[]", "when DATE?"],
            columns);
    }

    private enum Phase
    {
        One,
    }

    private sealed record Award(string Company, string? Duns, int Year, [property: Column(TypeName = "DECIMAL(15,2)")] decimal? Amount, Phase Phase, string[] Tags)
    {
        [Column("when")]
        public DateOnly? Date { get; init; }

        [NotMapped]
        public string Ignored => Company;
    }
}
