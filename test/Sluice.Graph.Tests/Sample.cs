namespace Sluice.Graph.Tests;

/// <summary>A small graph: awards of companies, each following others.</summary>
internal static class Sample
{
    /// <summary>What random loads begin with.</summary>
    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 8)];

    internal static GraphSchema Schema() => new GraphSchema()
        .Node("Company", key: "company_id", properties => properties.Text("name", required: true).Text("uei").Unique("uei").Index("name"))
        .Node("Award", key: "award_key", properties => properties
            .Text("title").Integer("year").Float("amount").Boolean("sttr").Date("awarded_on").Timestamp("seen_at").TextList("topics"))
        .Relationship("AWARDED_TO", from: "Award", to: "Company", properties => properties.Date("awarded_on"))
        .Relationship("FOLLOWS", from: "Award", to: "Award", properties => properties.Float("confidence"))
        .Relationship("FUNDED", from: "Company", to: "Award", properties => properties.Key("source").Float("amount"));

    internal static GraphRows Companies(params Company[] companies) => GraphRows.From(companies);

    internal static GraphRows Awards(params Award[] awards) => GraphRows.From(awards);

    internal static GraphRows AwardedTo(params AwardedTo[] rows) => GraphRows.From(rows);

    internal static Award Award(string key, double amount = 150_000) => new(
        key, "Quantum radar", 2024, amount, Sttr: false, new(2024, 2, 29), new(2026, 1, 2, 3, 4, 5, TimeSpan.FromHours(2)), ["radar", "quantum"]);
}

internal sealed record Company(string CompanyId, string? Name, string? Uei = null);

internal sealed record Award(
    string AwardKey, string? Title, int? Year, double? Amount, bool? Sttr, DateOnly? AwardedOn, DateTimeOffset? SeenAt, IReadOnlyList<string>? Topics);

internal sealed record AwardedTo(string FromKey, string ToKey, DateOnly? AwardedOn = null);

internal sealed record Follows(string FromKey, string ToKey, double Confidence);

internal sealed record Funded(string FromKey, string ToKey, string Source, double Amount);
