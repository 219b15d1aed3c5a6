using System.CommandLine;

namespace Sbir.Generate;

/// <summary><c>generate --awards 220000 --out data/full</c></summary>
internal static class GenerateCommand
{
    internal static int Run(string[] args, TextWriter error)
    {
        var folder = new Option<string>("--out") { Description = "The folder for the files.", DefaultValueFactory = _ => "data" };
        var awards = new Option<int>("--awards") { Description = "Records in the award file.", DefaultValueFactory = _ => 1_000 };
        var recipients = new Option<int?>("--recipients") { Description = "Entities in the SAM.gov extract; two for five awards when left out." };
        var seed = new Option<ulong>("--seed") { Description = "Equal seeds give equal files.", DefaultValueFactory = _ => 1UL };
        var oldHeader = new Option<bool>("--old-header") { Description = "Call a column what older files call it." };
        var changed = new Option<double>("--changed") { Description = "The part of the awards that differs from the files without this option; 0 to 1." };
        var command = new RootCommand("Write the pipeline's source files.") { Options = { folder, awards, recipients, seed, oldHeader, changed } };
        command.SetAction(parsed =>
        {
            var count = parsed.GetValue(awards);
            var settings = new GenerateSettings(
                parsed.GetValue(folder)!, count, parsed.GetValue(recipients) ?? Math.Max(1, count * 2 / 5), parsed.GetValue(seed), parsed.GetValue(oldHeader),
                parsed.GetValue(changed) is > 0 and var ratio ? new AwardChanges(ratio, parsed.GetValue(seed) + 1) : null);
            SourceFiles.Write(settings);
            error.WriteLine($"{count} awards and what belongs to them are in {Path.GetFullPath(settings.Folder)}");
        });
        return command.Parse(args).Invoke();
    }
}
