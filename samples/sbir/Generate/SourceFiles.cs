namespace Sbir.Generate;

/// <summary>How many records the generator writes, and where.</summary>
/// <param name="Recipients">Entities in the SAM.gov extract; the companies of the awards are among them.</param>
internal sealed record GenerateSettings(string Folder, int Awards = 1_000, int Recipients = 400, ulong Seed = 1, bool OldHeader = false, AwardChanges? Changes = null);

/// <summary>Writes all files that the pipeline reads.</summary>
internal static class SourceFiles
{
    internal static void Write(GenerateSettings settings)
    {
        Directory.CreateDirectory(settings.Folder);
        var world = new World(settings.Seed, settings.Awards);
        AwardFile.WriteTo(Path.Combine(settings.Folder, "awards.csv"), world, settings.Changes, settings.OldHeader);
        new SamFile(world, settings.Recipients).WriteTo(Path.Combine(settings.Folder, "sam_entities.dat"));
        new ContractFile(world).WriteTo(Path.Combine(settings.Folder, "contracts.csv"));
        new PatentFiles(world).WriteTo(Path.Combine(settings.Folder, "uspto"));
    }
}
