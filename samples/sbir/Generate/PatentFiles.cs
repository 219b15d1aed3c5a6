using System.Text;

namespace Sbir.Generate;

/// <summary>The six files of the USPTO's assignment data, keyed by rf_id (reel and frame).</summary>
internal sealed class PatentFiles(World world)
{
    private const ulong Kind = 4;
    private const double PatentRatio = 0.25;
    private const int FirstReel = 20_000;

    private static readonly (string Text, string Type)[] Conveyances =
    [
        ("ASSIGNMENT OF ASSIGNORS INTEREST (SEE DOCUMENT FOR DETAILS).", "assignment"),
        ("ASSIGNMENT OF ASSIGNORS INTEREST (SEE DOCUMENT FOR DETAILS).", "assignment"),
        ("ASSIGNMENT OF ASSIGNORS INTEREST (SEE DOCUMENT FOR DETAILS).", "assignment"),
        ("CONFIRMATORY LICENSE (SEE DOCUMENT FOR DETAILS).", "govern"),
        ("SECURITY INTEREST (SEE DOCUMENT FOR DETAILS).", "security"),
        ("MERGER (SEE DOCUMENT FOR DETAILS).", "merger"),
        ("CHANGE OF NAME (SEE DOCUMENT FOR DETAILS).", "namechg"),
    ];

    internal static readonly (string File, string[] Header)[] Files =
    [
        ("assignment", ["rf_id", "file_id", "cname", "caddress_1", "caddress_2", "caddress_3", "caddress_4", "reel_no", "frame_no", "convey_text", "record_dt", "last_update_dt", "page_count", "purge_in"]),
        ("documentid", ["rf_id", "title", "lang", "appno_doc_num", "appno_date", "appno_country", "pgpub_doc_num", "pgpub_date", "pgpub_country", "grant_doc_num", "grant_date", "grant_country"]),
        ("assignee", ["rf_id", "ee_name", "ee_address_1", "ee_address_2", "ee_city", "ee_state", "ee_postcode", "ee_country"]),
        ("assignor", ["rf_id", "or_name", "exec_dt", "ack_dt"]),
        ("assignment_conveyance", ["rf_id", "convey_ty", "employer_assign"]),
        ("documentid_admin", ["rf_id", "appno_doc_num", "grant_doc_num", "admin_appl_id_for_grant", "admin_pat_no_for_appno", "error"]),
    ];

    internal void WriteTo(string folder)
    {
        Directory.CreateDirectory(folder);
        var outputs = Files.Select(file => new StreamWriter(Path.Combine(folder, file.File + ".csv"), append: false, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false))).ToArray();
        var csv = outputs.Select(output => new CsvText(output)).ToArray();
        for (var file = 0; file < Files.Length; file++)
        {
            csv[file].Fields(Files[file].Header).End();
        }

        var record = 0;
        for (var number = 0; number < world.Projects; number++)
        {
            var draw = world.DrawFor(Kind, number);
            if (draw.Happens(PatentRatio))
            {
                WritePatent(csv, world.ProjectOf(number), ref record, draw);
            }
        }

        foreach (var output in outputs)
        {
            output.Dispose();
        }
    }

    // A patent, and one to three records of what happened to it: from the inventor to the company, then on.
    private void WritePatent(CsvText[] csv, Project project, ref int record, Draw draw)
    {
        var company = world.CompanyOf(project.Company);
        var filed = project.EndOf(1).AddDays(draw.Between(-60, 400));
        var grant = (9_000_000 + project.Number).ToString("0000000");
        var application = (15_000_000 + project.Number).ToString("00000000");
        var names = project.Investigator.ToUpperInvariant().Split(' ');
        var holder = $"{names[^1]}, {names[0]}";
        var executed = filed;
        for (var step = draw.Between(1, 3); step > 0; step--)
        {
            var rfId = ((FirstReel + (record / 900)) * 1000) + (record % 900);
            record++;
            var (text, type) = draw.Of(Conveyances);
            var isLicense = type == "govern";
            var receiver = isLicense ? Words.Agencies[project.Agency].Name.ToUpperInvariant() : string.Equals(holder, company.FullName, StringComparison.OrdinalIgnoreCase) ? $"{draw.Of(Words.NameBeginnings).ToUpperInvariant()} HOLDINGS LLC" : company.FullName.ToUpperInvariant();
            var recorded = executed.AddDays(draw.Happens(0.15) ? draw.Between(91, 600) : draw.Between(1, 80));
            var contract = $" CONTRACT {Words.Agencies[project.Agency].Short}1{project.Start.Year % 100:00}-C-{project.Number % 10_000_000:0000000}.";
            csv[0].Fields(
                rfId.ToString(), "1", "FILING & PARTNERS LLP", "100 PATENT PLAZA", "WASHINGTON, DC 20001", "", "", (rfId / 1000).ToString(), (rfId % 1000).ToString(),
                isLicense ? text + contract : text, recorded.ToString("yyyy-MM-dd"), recorded.AddDays(30).ToString("yyyy-MM-dd"), draw.Between(1, 9).ToString(), "").End();
            csv[1].Fields(
                rfId.ToString(), project.Title.ToUpperInvariant(), "en", application, filed.ToString("yyyy-MM-dd"), "US", "", "", "",
                draw.Happens(0.9) ? grant : "", draw.Happens(0.9) ? filed.AddDays(700).ToString("yyyy-MM-dd") : "", "US").End();
            csv[2].Fields(rfId.ToString(), receiver, company.Street.ToUpperInvariant(), "", Words.Places[company.Place].City.ToUpperInvariant(), Words.Places[company.Place].Name.ToUpperInvariant(), company.Zip, draw.Happens(0.2) ? "NOT PROVIDED" : "").End();
            csv[3].Fields(rfId.ToString(), holder, draw.Happens(0.96) ? executed.ToString("yyyy-MM-dd") : "", "").End();
            csv[4].Fields(rfId.ToString(), type, type == "assignment" ? "1" : "0").End();
            if (draw.Happens(0.05))
            {
                csv[5].Fields(rfId.ToString(), "", grant, "", "", "missing appno_doc_num").End();
            }

            executed = executed.AddDays(draw.Between(200, 900));
            holder = isLicense ? holder : receiver;
        }
    }
}
