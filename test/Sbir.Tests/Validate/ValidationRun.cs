using Sbir.Extract;
using Sbir.Generate;
using Sbir.Tests.Pipeline;

namespace Sbir.Tests.Validate;

/// <summary>Extraction and validation of records that differ in one column from a good one; the address of a record says which.</summary>
public sealed class ValidationRun : IAsyncLifetime
{
    private static readonly Dictionary<string, string> Good = new(StringComparer.Ordinal)
    {
        ["Company"] = "Acme, Inc.", ["Award Title"] = "A Title", ["Agency"] = "Department of Energy", ["Branch"] = "Office of Science", ["Phase"] = "Phase II", ["Program"] = "SBIR",
        ["Agency Tracking Number"] = "T-1", ["Contract"] = "C-1", ["Proposal Award Date"] = "2024-03-15", ["Contract End Date"] = "2026-03-14", ["Solicitation Number"] = "S-1",
        ["Award Year"] = "2024", ["Award Amount"] = "1000000.0000", ["UEI"] = "UEI123456789", ["Duns"] = "123456789", ["State"] = "CA", ["Zip"] = "92101-1234",
        ["Contact Email"] = "a@b.example", ["PI Email"] = "p@b.example", ["Contact Phone"] = "(555) 123-4567", ["PI Phone"] = "555-123-4567", ["Number Employees"] = "12",
        ["HUBZone Owned"] = "N", ["City"] = "San Diego", ["PI Name"] = "Ada",
    };

    private readonly List<string> _changes = [];

    internal SbirProject Project { get; } = new();

    public async ValueTask InitializeAsync()
    {
        await using (var output = new StreamWriter(Path.Combine(Project.Data, "awards.csv")))
        {
            var csv = new CsvText(output);
            csv.Fields(AwardColumns.Headers).End();
            foreach (var method in typeof(ValidationTests).GetMethods())
            {
                foreach (var data in method.GetCustomAttributes(typeof(InlineDataAttribute), inherit: false).Cast<InlineDataAttribute>())
                {
                    Write(csv, (string)data.Data[0]!);
                }
            }

            Write(csv, "Branch=Office  of\tScience");
            Write(csv, "Contract=edition", ("Contract End Date", "2026-03-14"), ("Award Amount", "100"));
            Write(csv, "Contract=edition", ("Contract End Date", "2027-03-14"), ("Award Amount", "200"));
            Write(csv, "Contract=edition", ("Contract End Date", "2025-03-14"), ("Award Amount", "300"));
        }

        // The gates would hold back what lies behind so many bad records; what is asked here lies before them.
        await Project.RunAsync("--select", "raw_sbir_awards_present", "raw_sbir_awards", "validated_sbir_awards_typed", "validated_sbir_awards_verdicts");
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>Columns of the record of a change, from its typed row <c>t</c> and its verdict <c>v</c>.</summary>
    internal List<string> Rows(string change, string columns) => Project.Rows(
        $"select {columns} from validated_sbir_awards_typed as t join validated_sbir_awards_verdicts as v using (row_hash) where t.address1 = '{_changes.IndexOf(change)}' order by all");

    private void Write(CsvText csv, string change, params (string Column, string Value)[] more)
    {
        if (!_changes.Contains(change, StringComparer.Ordinal))
        {
            _changes.Add(change);
        }

        var values = new Dictionary<string, string>(Good, StringComparer.Ordinal) { ["Address1"] = _changes.IndexOf(change).ToString() };
        // Each its own award, so that none is an edition of another.
        values["Solicitation Number"] = change.StartsWith("Branch", StringComparison.Ordinal) ? "S-1" : "S-" + values["Address1"];
        values[change.Split('=')[0]] = change[(change.IndexOf('=', StringComparison.Ordinal) + 1)..];
        foreach (var (column, value) in more)
        {
            values[column] = value;
        }

        foreach (var header in AwardColumns.Headers)
        {
            csv.Field(values.GetValueOrDefault(header, ""));
        }

        csv.End();
    }
}
