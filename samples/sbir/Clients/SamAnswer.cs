namespace Sbir.Clients;

/// <summary>The part of an answer of SAM.gov's Entity API v3 that is read; sections may be null.</summary>
internal sealed record SamAnswer(int TotalRecords, IReadOnlyList<SamAnswer.Entity>? EntityData)
{
    internal IReadOnlyList<SamRegistration> Registrations() =>
        [.. (EntityData ?? []).Where(entity => entity.EntityRegistration is { UeiSam: not null, LegalBusinessName: not null }).Select(Registration)];

    private static SamRegistration Registration(Entity entity)
    {
        var registration = entity.EntityRegistration!;
        var goods = entity.Assertions?.GoodsAndServices;
        var address = entity.CoreData?.PhysicalAddress;
        return new(
            registration.UeiSam!,
            registration.CageCode,
            registration.LegalBusinessName!,
            registration.DbaName,
            registration.RegistrationStatus == "Active",
            WireText.Day(registration.RegistrationExpirationDate),
            goods?.PrimaryNaics,
            [.. (goods?.NaicsList ?? []).Select(naics => naics.NaicsCode).OfType<string>()],
            address?.AddressLine1,
            address?.City,
            address?.StateOrProvinceCode,
            address?.ZipCode);
    }

    internal sealed record Entity(EntityRegistration? EntityRegistration, CoreData? CoreData, Assertions? Assertions);

    internal sealed record EntityRegistration(
        string? UeiSam, string? CageCode, string? LegalBusinessName, string? DbaName, string? RegistrationStatus, string? RegistrationExpirationDate);

    internal sealed record CoreData(Address? PhysicalAddress);

    internal sealed record Address(string? AddressLine1, string? City, string? StateOrProvinceCode, string? ZipCode);

    internal sealed record Assertions(GoodsAndServices? GoodsAndServices);

    internal sealed record GoodsAndServices(string? PrimaryNaics, IReadOnlyList<NaicsEntry>? NaicsList);

    internal sealed record NaicsEntry(string? NaicsCode);
}
