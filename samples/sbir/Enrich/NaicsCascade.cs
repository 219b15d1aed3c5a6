namespace Sbir.Enrich;

/// <summary>An industry code, where it comes from and how far it can be trusted (0 to 1).</summary>
internal readonly record struct NaicsAnswer(string Code, string Source, double Confidence);

/// <summary>What is known about an award's industry. Codes that are absent are null.</summary>
/// <param name="NameScore">The ratio by which the recipient was found; null where an identifier found it.</param>
internal readonly record struct NaicsQuestion(string? Original, string? Contract, string? Sam, double? NameScore, string? Agency);

/// <summary>The most trusted industry code of several sources; there is always an answer.</summary>
internal static class NaicsCascade
{
    private const string Anyone = "5415";
    private const double LeastByName = 0.65;
    private const double MostByName = 0.80;

    internal static NaicsAnswer Choose(NaicsQuestion question, MatchingSettings settings) => question switch
    {
        { Original: { } code } when IsCode(code) => new(code, "original", 0.95),
        { Contract: { } code } when IsCode(code) => new(code, "contract_recipient", 0.90),
        { Sam: { } code, NameScore: null } when IsCode(code) => new(code, "sam", 0.85),
        { Sam: { } code, NameScore: { } score } when IsCode(code) => new(code, "name", ByName(score, settings.AcceptedRatio)),
        { Agency: { } agency } when DefaultOf(agency) is { } code => new(code, "agency_default", 0.50),
        _ => new(Anyone, "default", 0.30),
    };

    // The least accepted ratio gives the least confidence, equal names the most.
    private static double ByName(double score, double accepted) =>
        LeastByName + ((MostByName - LeastByName) * Math.Clamp((score - accepted) / Math.Max(1 - accepted, 1e-9), 0, 1));

    private static bool IsCode(string code) => code.Length is >= 2 and <= 6 && code.All(char.IsAsciiDigit);

    private static string? DefaultOf(string agency) => agency.ToUpperInvariant() switch
    {
        "DOD" or "DEPARTMENT OF DEFENSE" => "3364",
        "HHS" or "DEPARTMENT OF HEALTH AND HUMAN SERVICES" => "5417",
        "DOE" or "DEPARTMENT OF ENERGY" => "5417",
        "NASA" or "NATIONAL AERONAUTICS AND SPACE ADMINISTRATION" => "5417",
        _ => null,
    };
}
