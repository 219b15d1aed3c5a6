using System.Text;

namespace Sbir.Generate;

/// <summary>A monthly extract of SAM.gov: 142 fields between pipes, no header, a first and a last line that state the count.</summary>
internal sealed class SamFile(World world, int entities)
{
    private const int Fields = 142;
    private const string Date = "20260104";

    private const ulong Kind = 2;

    internal void Write(TextWriter output)
    {
        var control = $"PUBLIC V2 00000000 {Date} {entities:0000000} 0000000";
        output.Write($"BOF {control}\n");
        var fields = new string[Fields];
        var written = 0;
        for (var number = 0; written < entities; number++)
        {
            var company = world.CompanyOf(number);
            if (number < world.Companies && !company.IsInSam)
            {
                continue;
            }

            Fill(fields, company);
            for (var field = 0; field < Fields; field++)
            {
                output.Write(fields[field]);
                output.Write(field == Fields - 1 ? '\n' : '|');
            }

            written++;
        }

        output.Write($"EOF {control}\n");
    }

    internal void WriteTo(string path)
    {
        using var output = new StreamWriter(path, append: false, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), bufferSize: 1 << 20);
        Write(output);
    }

    private void Fill(string[] fields, Company company)
    {
        var draw = world.DrawFor(Kind, company.Number);
        var place = Words.Places[company.Place];
        Array.Fill(fields, "");
        fields[0] = company.Uei;
        fields[1] = draw.Happens(0.7) ? company.Duns : "";
        fields[3] = draw.Happens(0.95) ? company.Cage : "";
        fields[5] = draw.Happens(0.9) ? "A" : "E";
        fields[11] = company.FullName.ToUpperInvariant();
        fields[12] = draw.Happens(0.1) ? company.Name.Split(' ')[0].ToUpperInvariant() : "";
        fields[15] = company.Street.ToUpperInvariant();
        fields[17] = place.City.ToUpperInvariant();
        fields[18] = place.Code;
        fields[19] = company.Zip;
        fields[32] = company.Naics;
        fields[34] = draw.Happens(0.5) ? company.Naics + "Y" : $"{company.Naics}Y~{draw.Of(Words.Naics)}N";
        fields[141] = "!end";
    }
}
