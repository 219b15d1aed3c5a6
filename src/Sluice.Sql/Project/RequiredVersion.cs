using System.Globalization;
using Sluice.Diagnostics;
using Sluice.Sql.Context;
using Sluice.Sql.Project.Yaml;

namespace Sluice.Sql.Project;

/// <summary>Compares <c>require-dbt-version</c> with the version whose behaviour this engine has.</summary>
internal static class RequiredVersion
{
    internal static void Check(DbtProjectFile project, DiagnosticBag diagnostics)
    {
        if (project.RequiredVersion is not { } node)
        {
            return;
        }

        var items = node is YamlSequence list ? list.Items.OfType<YamlScalar>() : node is YamlScalar single ? [single] : [];
        foreach (var item in items)
        {
            foreach (var condition in item.Text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            {
                switch (Holds(condition))
                {
                    case null:
                        diagnostics.Add(ProjectErrors.BadVersion(item, condition));
                        break;
                    case false:
                        diagnostics.Add(ProjectErrors.RequiredVersion(item, condition, ProjectContext.AnnouncedVersion));
                        break;
                }
            }
        }
    }

    private static bool? Holds(string condition)
    {
        var digits = condition.TrimStart('<', '>', '=', '!', ' ');
        var symbol = condition[..^digits.Length].Trim();
        if (Parse(digits) is not { } wanted || symbol is not ("" or "=" or "==" or ">" or ">=" or "<" or "<=" or "!="))
        {
            return null;
        }

        var order = Parse(ProjectContext.AnnouncedVersion)!.CompareTo(wanted);
        return symbol switch
        {
            ">" => order > 0, ">=" => order >= 0, "<" => order < 0, "<=" => order <= 0, "!=" => order != 0, _ => order == 0,
        };
    }

    private static Version? Parse(string text)
    {
        var parts = text.Split('.');
        var numbers = new int[3];
        for (var i = 0; i < 3 && i < parts.Length; i++)
        {
            var digits = new string([.. parts[i].TakeWhile(char.IsAsciiDigit)]);
            if (digits.Length == 0 || !int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out numbers[i]))
            {
                return null;
            }
        }

        return new Version(numbers[0], numbers[1], numbers[2]);
    }
}
