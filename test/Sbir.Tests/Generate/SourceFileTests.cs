using Sbir.Generate;

namespace Sbir.Tests.Generate;

public sealed class SourceFileTests
{
    [Fact]
    public void The_committed_files_are_what_the_generator_writes()
    {
        var folder = Directory.CreateTempSubdirectory("sbir").FullName;

        SourceFiles.Write(new GenerateSettings(folder));

        var committed = Path.Combine(SampleFolder.Root, "data");
        var files = Directory.GetFiles(folder, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(folder, file)).ToList();
        Assert.Equal(9, files.Count);
        Assert.All(files, file => Assert.Equal(File.ReadAllText(Path.Combine(folder, file)), File.ReadAllText(Path.Combine(committed, file))));
    }

    [Fact]
    public void Another_seed_gives_other_files()
    {
        Assert.NotEqual(Awards(new World(1, 20)), Awards(new World(2, 20)));
    }

    [Fact]
    public void A_changed_file_differs_in_about_the_part_of_its_records_that_was_asked_for()
    {
        var before = Awards(new World(1, 2_000)).Split('\n');
        var after = Awards(new World(1, 2_000), new AwardChanges(0.05, Seed: 9)).Split('\n');

        // A changed record has one other line (its amount); most lines are equal.
        Assert.InRange(after.Except(before).Count(), 60, 200);
        Assert.InRange(before.Except(after).Count(), 60, 200);
    }

    [Fact]
    public void The_entities_file_states_how_many_it_has()
    {
        var output = new StringWriter();

        new SamFile(new World(1, 60), entities: 25).Write(output);

        var lines = output.ToString().TrimEnd('\n').Split('\n');
        Assert.Equal(27, lines.Length);
        Assert.Equal("BOF PUBLIC V2 00000000 20260104 0000025 0000000", lines[0]);
        Assert.Equal("EOF PUBLIC V2 00000000 20260104 0000025 0000000", lines[^1]);
        Assert.All(lines[1..^1], line => Assert.Equal((142, "!end"), (line.Split('|').Length, line.Split('|')[^1])));
    }

    private static string Awards(World world, AwardChanges? changes = null)
    {
        var output = new StringWriter();
        new AwardFile(world).Write(output, changes);
        return output.ToString();
    }
}
