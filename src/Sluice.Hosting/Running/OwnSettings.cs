using System.Globalization;
using Microsoft.Extensions.Configuration;
using Sluice.Diagnostics;

namespace Sluice.Hosting.Running;

/// <summary>The section <c>Sluice</c> of an application's configuration: a key that nobody reads, or a value that nobody understands, would else be ignored in silence.</summary>
internal static class OwnSettings
{
    private const string Section = "Sluice";

    private static readonly Dictionary<string, (Func<string, bool> Fits, string Expected)> Known = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Database"] = (_ => true, ""),
        ["Threads"] = (text => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var threads) && threads > 0, "a whole number, 1 or more"),
        ["MemoryLimit"] = (_ => true, ""),
        ["MemoryBudget"] = (text => ByteSize.TryParse(text, out _), "a size such as 512MB or 2GB"),
    };

    internal static void Check(IConfiguration configuration, DiagnosticBag problems)
    {
        foreach (var setting in configuration.GetSection(Section).GetChildren())
        {
            if (!Known.TryGetValue(setting.Key, out var known))
            {
                Add("SLUICE2321", setting, "is read by nobody", Nearest.Hint(setting.Key, Known.Keys) ?? $"there are {string.Join(", ", Known.Keys.Select(key => $"{Section}:{key}"))}");
            }
            else if (setting.Value is { Length: > 0 } value && !known.Fits(value))
            {
                Add("SLUICE2322", setting, $"is `{value}`", $"give it {known.Expected}");
            }
        }

        void Add(string code, IConfigurationSection setting, string what, string hint) => problems.Add(new Diagnostic(
            code, Severity.Error, $"the setting `{setting.Path}` {what}", new SourceText("(configuration)", setting.Path), new SourceSpan(0, setting.Path.Length), hint));
    }
}
