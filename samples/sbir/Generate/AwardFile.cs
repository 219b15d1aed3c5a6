using System.Text;
using Sbir.Extract;

namespace Sbir.Generate;

/// <summary>What a later edition of the award file differs in, so that an incremental run has something to find.</summary>
/// <param name="ChangedRatio">The part of the records whose amount changes; a tenth of it is gone and another tenth is new.</param>
/// <param name="Seed">Which records they are.</param>
internal sealed record AwardChanges(double ChangedRatio, ulong Seed);

/// <summary>The award file as SBIR.gov gives it, with everything that real files have: several notations for one thing, gaps, editions, broken records.</summary>
internal sealed class AwardFile(World world)
{
    private const ulong Kind = 1;
    private const double EditionRatio = 0.015;
    private const double WrongRatio = 0.015;
    private const double BrokenRatio = 0.002;

    private readonly AwardText _text = new(world);
    private int _record;
    private int _written;

    /// <summary>Writes the header and as many records as the world has awards.</summary>
    internal void Write(TextWriter output, AwardChanges? changes = null, bool oldHeader = false)
    {
        var csv = new CsvText(output);
        foreach (var column in AwardColumns.Headers)
        {
            csv.Field(oldHeader && column == "Number Employees" ? "Number of Employees" : column);
        }

        csv.End();
        var extra = changes is null ? 0 : (int)(world.Awards * changes.ChangedRatio / 10);
        _record = 0;
        _written = 0;
        for (var number = 0; _written < world.Awards + extra; number++)
        {
            var project = world.ProjectOf(number);
            for (var phase = 1; phase <= project.Phases && _written < world.Awards + extra; phase++)
            {
                Write(output, csv, new AwardOf(project, phase), changes);
            }
        }
    }

    internal static void WriteTo(string path, World world, AwardChanges? changes = null, bool oldHeader = false)
    {
        using var output = new StreamWriter(path, append: false, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), bufferSize: 1 << 20);
        new AwardFile(world).Write(output, changes, oldHeader);
    }

    private void Write(TextWriter output, CsvText csv, AwardOf award, AwardChanges? changes)
    {
        var draw = world.DrawFor(Kind, _record);
        var isEdition = draw.Happens(EditionRatio);
        Write(output, csv, award, draw, edition: 0, changes);
        if (isEdition && _written < world.Awards)
        {
            Write(output, csv, award, draw, edition: 1, changes);
        }
    }

    private void Write(TextWriter output, CsvText csv, AwardOf award, Draw draw, int edition, AwardChanges? changes)
    {
        var record = _record++;
        _written++;
        var change = changes is null ? default : Draw.For(changes.Seed, Kind, (ulong)record);
        var isChanged = changes is not null && change.Happens(changes.ChangedRatio);
        if (isChanged && change.Below(10) == 0 && record < world.Awards)
        {
            return; // gone
        }

        if (draw.Happens(BrokenRatio))
        {
            WriteBroken(output, record, draw.Below(3));
            return;
        }

        _text.Write(csv, award with { Edition = edition, HasChanged = isChanged, Defect = draw.Happens(WrongRatio) ? (AwardDefect)draw.Between(1, 8) : AwardDefect.None }, draw);
        csv.End();
    }

    private static void WriteBroken(TextWriter output, int record, int kind) => output.Write(kind switch
    {
        0 => $"Broken Record {record},too few fields,Department of Defense\n",
        1 => $"Broken Record {record}{new string(',', 50)}too many fields\n",
        _ => $"Broken Record {record},\"a quote that \"ends in the middle\" of a field\"{new string(',', 40)}\n",
    });
}
