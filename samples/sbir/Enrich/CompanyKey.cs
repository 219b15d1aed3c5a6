namespace Sbir.Enrich;

/// <summary>What stands for a company: its UEI, else its DUNS number, else its name without designators at the end.</summary>
internal static class CompanyKey
{
    internal static string Of(string? uei, string? duns, string? name) =>
        Identifier.TryUei(uei, out _) ? "uei:" + uei!.ToUpperInvariant()
        : Identifier.TryDuns(duns, out _) ? "duns:" + duns
        : "name:" + NameProfile.Key.Normalise(name).Text;
}
