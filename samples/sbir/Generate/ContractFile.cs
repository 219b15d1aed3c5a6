using System.Text;

namespace Sbir.Generate;

/// <summary>Contract actions as USAspending lists them; some are what an award has led to.</summary>
internal sealed class ContractFile(World world)
{
    private const ulong Kind = 3;

    private static readonly string[] Header =
    [
        "contract_award_unique_key", "award_id_piid", "parent_award_id_piid", "action_date", "federal_action_obligation", "recipient_uei", "recipient_duns",
        "cage_code", "recipient_name", "awarding_agency_name", "awarding_sub_agency_name", "extent_competed_code", "naics_code",
        "product_or_service_code", "research",
    ];

    private static readonly string[] Competition = ["A", "A", "D", "G", "CDO"];

    /// <summary>Three contracts for five awards.</summary>
    internal int Count => Math.Max(1, world.Awards * 3 / 5);

    internal void Write(TextWriter output)
    {
        var csv = new CsvText(output);
        csv.Fields(Header).End();
        for (var number = 0; number < Count; number++)
        {
            Write(csv, number);
        }
    }

    internal void WriteTo(string path)
    {
        using var output = new StreamWriter(path, append: false, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), bufferSize: 1 << 20);
        Write(output);
    }

    private void Write(CsvText csv, int number)
    {
        var draw = world.DrawFor(Kind, number);
        var project = world.ProjectOf(draw.Below(world.Projects));
        // Mostly the vendor of the project, some time around the end of its last award.
        var company = world.CompanyOf(draw.Happens(0.8) ? project.Company : world.Companies + draw.Below(world.Companies));
        var action = project.EndOf(project.Phases).AddDays(draw.Between(-180, 1000));
        var agency = Words.Agencies[draw.Happens(0.7) ? project.Agency : draw.Below(Words.Agencies.Length)];
        var isModification = draw.Happens(0.06);
        var piid = $"{agency.Short}-{action.Year % 100:00}-{number:0000000}";
        csv.Fields(
                $"CONT_AWD_{piid}", piid, draw.Happens(0.3) ? $"IDV-{draw.Below(5000):00000}" : "", action.ToString("yyyy-MM-dd"),
                $"{(isModification ? "-" : "")}{draw.Between(20, 9000) * 1000}.{draw.Below(100):00}")
            .Fields(
                draw.Happens(0.9) ? company.Uei : "", draw.Happens(0.4) ? company.Duns : "", draw.Happens(0.6) ? company.Cage : "", company.FullName.ToUpperInvariant(),
                agency.Name, draw.Of(agency.Branches), draw.Of(Competition), draw.Happens(0.9) ? company.Naics : "", draw.Happens(0.5) ? "AC12" : "R425",
                draw.Happens(0.3) ? "SR" + project.Phases : "")
            .End();
    }
}
