using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using Sluice.Cli.Invocation;
using Sluice.Diagnostics;

namespace Sluice.Cli.Scenarios;

/// <summary>The options of runs over many seeds.</summary>
internal sealed class SeedOptions
{
    private const int Most = 100_000;
    private readonly Option<string?> _seeds = new("--seeds") { Description = "Run once for each seed, 1..200 or 1,5,9: percentiles of the figures of reports.", HelpName = "seeds" };
    private readonly Switch _keep = new("keep", "With --seeds: keep the database of each seed.");

    internal void AddTo(Command command)
    {
        command.Options.Add(_seeds);
        _keep.AddTo(command);
    }

    internal bool Keeps(CommandCall call) => _keep.Read(call.Parsed, call.Host.EnvironmentFlags) ?? false;

    /// <summary>The seeds, each once; null where the option is not given.</summary>
    /// <exception cref="DiagnosticException">The text means no seeds.</exception>
    internal ImmutableArray<long>? Read(CommandCall call)
    {
        if (call.Parsed.GetValue(_seeds) is not { } text)
        {
            return null;
        }

        var seeds = new List<long>();
        foreach (var part in text.Split(',', StringSplitOptions.TrimEntries))
        {
            var ends = part.Split("..", 2, StringSplitOptions.TrimEntries);
            if (!Number(ends[0], out var first) || !Number(ends[^1], out var last) || last < first || last - first >= Most)
            {
                throw new DiagnosticException(UsageErrors.BadValue(
                    call.Line, call.Line.FindLast([_seeds.Name]), $"`--seeds` must be whole numbers, found `{part}`", $"write `--seeds 1..200` or `--seeds 1,5,9`; at most {Most} at a time"));
            }

            for (var seed = first; seed <= last; seed++)
            {
                seeds.Add(seed);
            }
        }

        return [.. seeds.Distinct()];
    }

    private static bool Number(string text, out long number) => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number);
}
