using System.Text;

namespace Sbir.Generate;

/// <summary>Writes one award the way the source does, which is not always the same way.</summary>
internal sealed class AwardText(World world)
{
    private static readonly string[] Months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    private static readonly string[] PhaseNumerals = ["I", "II", "III"];
    private static readonly string[] Nothing = ["", "", "", "-", "\\N", "nan", "None", "null", "\"\""];
    private static readonly string[] YesNo = ["Y", "N", "N", "N", "U", "-", ""];

    private readonly StringBuilder _abstract = new(2048);

    internal void Write(CsvText csv, AwardOf award, Draw draw)
    {
        var project = award.Project;
        var company = world.CompanyOf(project.Company);
        var agency = Words.Agencies[project.Agency];
        var place = Words.Places[company.Place];
        var start = project.StartOf(award.Phase);
        var end = project.EndOf(award.Phase).AddMonths(award.Edition * 6);
        var hasDate = draw.Happens(0.5);
        var notation = draw.Below(5);
        var year = award.Defect == AwardDefect.YearTooEarly ? 1979 : start.Year;
        var serial = $"{project.Number % 10_000_000:0000000}";
        csv.Field(award.Defect == AwardDefect.NoCompany ? draw.Of(Nothing) : Name(company, ref draw))
            .Field(award.Defect == AwardDefect.NoTitle ? "" : project.Title)
            .Field(award.Defect == AwardDefect.NoAgency ? "" : agency.Name)
            .Field(project.Branch)
            .Field(award.Defect == AwardDefect.UnknownPhase ? "Phase IX" : Phase(award.Phase, ref draw))
            .Field(award.Defect == AwardDefect.UnknownProgram ? "SBIRX" : draw.Happens(0.02) ? project.Program.ToLowerInvariant() : project.Program)
            .Field($"{project.Topic}-{serial[3..]}") // not unique, as in the real file
            .Field($"{agency.Short}{award.Phase}{start.Year % 100:00}-C-{serial}")
            .Field(hasDate ? Date(start, notation) : draw.Of(Nothing))
            .Field(draw.Happens(0.9) ? Date(draw.Happens(0.005) ? start.AddDays(-30) : end, notation) : "")
            .Field($"{agency.Solicitation}-{start.Year % 100:00}.{1 + (project.Number % 3)}")
            .Field((start.Year - (start.Month < 6 ? 1 : 0)).ToString())
            .Field(Date(start.AddDays(-200), notation))
            .Field(draw.Happens(0.3) ? "" : Date(start.AddDays(-150), notation))
            .Field(draw.Happens(0.3) ? "" : Date(start.AddDays(-30), notation))
            .Field(project.Topic)
            .Field((draw.Happens(0.01) ? year + 1 : year).ToString())
            .Field(Amount(award, ref draw))
            .Field(company.HasUei ? draw.Happens(0.003) ? company.Uei[..11] : company.Uei : draw.Of(Nothing))
            .Field(company.HasDuns ? Duns(company.Duns, ref draw) : draw.Of(Nothing))
            .Field(draw.Of(YesNo))
            .Field(draw.Of(YesNo))
            .Field(draw.Of(YesNo))
            .Field(draw.Happens(0.05) ? "-" : draw.Between(1, 480).ToString())
            .Field(draw.Happens(0.3) ? "" : $"https://{company.Name.ToLowerInvariant().Replace(' ', '-')}.example.com")
            .Field(company.Street)
            .Field(draw.Happens(0.3) ? $"Suite {draw.Between(100, 900)}" : "")
            .Field(place.City)
            .Field(draw.Happens(0.5) ? place.Code : draw.Happens(0.002) ? "ZZ" : place.Name)
            .Field(draw.Happens(0.2) ? $"{company.Zip}-{draw.Below(10_000):0000}" : draw.Happens(0.002) ? "ABC" : company.Zip)
            .Field(Abstract(project, ref draw), alwaysQuote: true)
            .Field(project.Contact)
            .Field(draw.Happens(0.5) ? "President" : "CEO")
            .Field(Phone(ref draw))
            .Field(Mail(project.Contact, company, ref draw))
            .Field(project.Investigator)
            .Field("Principal Investigator")
            .Field(Phone(ref draw))
            .Field(Mail(project.Investigator, company, ref draw));
        var hasInstitution = project.Program == "STTR";
        csv.Field(hasInstitution ? draw.Of(Words.Universities) : "")
            .Field(hasInstitution ? draw.Of(Words.LastNames) : "")
            .Field(hasInstitution ? Phone(ref draw) : "");
    }

    // The same company under names that differ a little, as people type them.
    private static string Name(Company company, ref Draw draw) => draw.Below(20) switch
    {
        0 => company.FullName.ToUpperInvariant(),
        1 => company.Name,
        2 => company.FullName.Replace(",", "", StringComparison.Ordinal),
        3 => company.FullName.Replace("Systems", "System", StringComparison.Ordinal),
        4 => company.FullName.Remove(2 + draw.Below(4), 1),
        5 => company.Name[..^3] + " Group",
        _ => company.FullName,
    };

    private static string Phase(int phase, ref Draw draw) => draw.Below(40) switch
    {
        0 => phase.ToString(),
        1 => PhaseNumerals[phase - 1],
        2 => "PHASE " + PhaseNumerals[phase - 1],
        _ => "Phase " + PhaseNumerals[phase - 1],
    };

    private static string Date(DateOnly date, int notation) => notation switch
    {
        0 or 1 => date.ToString("yyyy-MM-dd"),
        2 => date.ToString("MM/dd/yyyy"),
        3 => date.ToString("yyyy/MM/dd"),
        _ => date.Day % 2 == 0 ? $"{date.Day:00}-{Months[date.Month - 1]}-{date.Year}" : date.ToString("yyyy-MM-dd") + " 00:00:00",
    };

    private static string Amount(AwardOf award, ref Draw draw)
    {
        long dollars = award.Phase switch { 1 => draw.Between(50, 300) * 1000, 2 => draw.Between(500, 2000) * 1000, _ => draw.Between(1, 60) * 100_000 };
        dollars += (award.Edition * 5000) + (award.HasChanged ? 7000 : 0);
        var cents = draw.Below(4) == 0 ? draw.Below(100) : 0;
        var notation = draw.Below(10);
        return (award.Defect, notation) switch
        {
            (AwardDefect.NoAmount, _) => "",
            (AwardDefect.NegativeAmount, _) => $"-{dollars}.00",
            (_, 0 or 1) => $"${dollars:#,##0}.{cents:00}",
            (_, 2) => $"{dollars}",
            _ => $"{dollars}.{cents:00}00",
        };
    }

    private static string Duns(string duns, ref Draw draw) => draw.Below(20) switch
    {
        0 => duns.TrimStart('0') + ".0",
        1 => duns.TrimStart('0'),
        2 => $"{duns[..2]}-{duns[2..5]}-{duns[5..]}",
        _ => duns,
    };

    private static string Phone(ref Draw draw) => draw.Happens(0.01)
        ? "call the office"
        : $"({draw.Between(201, 989)}) {draw.Between(200, 999)}-{draw.Below(10_000):0000}";

    private static string Mail(string person, Company company, ref Draw draw) => draw.Happens(0.01)
        ? "at example dot com"
        : $"{person.Replace(' ', '.').Replace("'", "", StringComparison.Ordinal).ToLowerInvariant()}@{company.Name.Split(' ')[0].ToLowerInvariant()}.example.com";

    private ReadOnlySpan<char> Abstract(Project project, ref Draw draw)
    {
        _abstract.Clear();
        var letters = draw.Between(500, 1590);
        while (_abstract.Length < letters)
        {
            Sentence(project, ref draw);
        }

        return _abstract.ToString();
    }

    private static string Object(Project project, ref Draw draw) => draw.Below(10) switch
    {
        0 or 1 => $"\"{project.Subject}\"",
        2 when project.Number % 2 == 0 => project.SecondSubject,
        _ => draw.Of(Words.Adjectives),
    };

    private void Sentence(Project project, ref Draw draw)
    {
        _abstract.Append(draw.Happens(0.5) ? "We will " : "The proposed effort will ").Append(draw.Of(Words.Verbs)).Append(' ')
            .Append(Object(project, ref draw)).Append(' ').Append(draw.Of(Words.Plain));
        for (var words = draw.Between(4, 14); words > 0; words--)
        {
            _abstract.Append(words % 4 == 0 ? " and " : " ").Append(draw.Of(Words.Plain));
        }

        _abstract.Append('.').Append(draw.Below(5) == 0 ? draw.Happens(0.5) ? "\n" : "\r\n" : " ");
    }
}
