namespace Sbir.Clients;

/// <summary>A registration of a company at SAM.gov.</summary>
/// <param name="Uei">Twelve letters and digits.</param>
/// <param name="Cage">Five letters and digits; null where there is none yet.</param>
/// <param name="LegalName">The legal business name.</param>
/// <param name="Dba">The name that it does business under.</param>
/// <param name="IsActive">Whether the registration holds today.</param>
/// <param name="ExpiresOn">Its last day.</param>
/// <param name="PrimaryNaics">The industry that it names first.</param>
/// <param name="Naics">All industries.</param>
/// <param name="Street">Of the physical address.</param>
/// <param name="City">Of the physical address.</param>
/// <param name="State">Two letters.</param>
/// <param name="Zip">Five digits.</param>
internal sealed record SamRegistration(
    string Uei, string? Cage, string LegalName, string? Dba, bool IsActive, DateOnly? ExpiresOn, string? PrimaryNaics, IReadOnlyList<string> Naics,
    string? Street, string? City, string? State, string? Zip);
