namespace Sbir.Extract;

/// <summary>The columns of the award file: as its header names them, in the source's order, and as the tables do.</summary>
internal static class AwardColumns
{
    internal static readonly string[] Headers =
    [
        "Company", "Award Title", "Agency", "Branch", "Phase", "Program", "Agency Tracking Number", "Contract", "Proposal Award Date", "Contract End Date",
        "Solicitation Number", "Solicitation Year", "Solicitation Close Date", "Proposal Receipt Date", "Date of Notification", "Topic Code", "Award Year",
        "Award Amount", "UEI", "Duns", "HUBZone Owned", "Socially and Economically Disadvantaged", "Woman Owned", "Number Employees", "Company Website",
        "Address1", "Address2", "City", "State", "Zip", "Abstract", "Contact Name", "Contact Title", "Contact Phone", "Contact Email", "PI Name", "PI Title",
        "PI Phone", "PI Email", "RI Name", "RI POC Name", "RI POC Phone",
    ];

    /// <summary>A column that files from elsewhere have beside the 42; null where it is absent.</summary>
    internal const string Naics = "naics";

    internal static readonly string[] Names = [.. Headers.Select(NameOf)];

    private static readonly Dictionary<string, string> OtherNames = new(StringComparer.Ordinal)
    {
        ["number_of_employees"] = "number_employees",
        ["title"] = "award_title",
        ["award_id"] = "agency_tracking_number",
        ["naics"] = Naics,
        ["naics_code"] = Naics,
    };

    /// <summary>The table's column for what a header says; null where we do not know it.</summary>
    internal static string? Find(string header)
    {
        var name = NameOf(header);
        return OtherNames.GetValueOrDefault(name) ?? (Names.Contains(name, StringComparer.Ordinal) ? name : null);
    }

    private static string NameOf(string header) =>
        string.Join('_', header.Trim().ToLowerInvariant().Split([' ', '_', '-'], StringSplitOptions.RemoveEmptyEntries));
}
