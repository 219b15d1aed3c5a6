using System.Globalization;

namespace Sluice.Crash;

/// <summary>What is killed, how often, and how.</summary>
internal sealed record CampaignOptions
{
    /// <summary>The folder that holds dbt_project.yml; it is copied for each trial.</summary>
    internal required string Project { get; init; }

    /// <summary>The assembly of the application that the folder is; null for <c>sluice</c> itself, or for the one that is built there.</summary>
    internal string? Program { get; init; }

    /// <summary>A command that makes the copy ready before anything else; null for none.</summary>
    internal IReadOnlyList<string>? Prepare { get; init; }

    /// <summary>A command that changes what is read, behind a whole run: the run after it is the one that is killed. Null where it is the first.</summary>
    internal IReadOnlyList<string>? Change { get; init; }

    /// <summary>The trials: each is a run that is killed at least once.</summary>
    internal int Kills { get; init; } = 200;

    /// <summary>Trials are numbered from here on: with <see cref="Kills"/> 1, the one trial that failed.</summary>
    internal int First { get; init; } = 1;

    internal int Seed { get; init; } = 1;

    /// <summary>The command that is killed and its options.</summary>
    internal IReadOnlyList<string> Command { get; init; } = ["run"];

    /// <summary>The longest that a project may take to be opened again after a kill. DuckDB reads its write-ahead log again, so that much data takes longer.</summary>
    internal TimeSpan MostReopening { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Reads <c>--project folder --program path --prepare words --change words --kills n --seed n --first n --reopening ms -- run --threads 1</c>.</summary>
    /// <exception cref="ArgumentException">There is another word among them.</exception>
    internal static CampaignOptions Read(IReadOnlyList<string> arguments)
    {
        var options = new CampaignOptions { Project = "." };
        for (var index = 0; index < arguments.Count; index += 2)
        {
            if (arguments[index] == "--")
            {
                return options with { Command = [.. arguments.Skip(index + 1)] };
            }

            var value = index + 1 < arguments.Count ? arguments[index + 1] : throw new ArgumentException($"`{arguments[index]}` needs a value", nameof(arguments));
            options = arguments[index] switch
            {
                "--project" => options with { Project = Path.GetFullPath(value) },
                "--program" => options with { Program = Path.GetFullPath(value) },
                "--prepare" => options with { Prepare = value.Split(' ') },
                "--change" => options with { Change = value.Split(' ') },
                "--kills" => options with { Kills = int.Parse(value, CultureInfo.InvariantCulture) },
                "--first" => options with { First = int.Parse(value, CultureInfo.InvariantCulture) },
                "--reopening" => options with { MostReopening = TimeSpan.FromMilliseconds(int.Parse(value, CultureInfo.InvariantCulture)) },
                "--seed" => options with { Seed = int.Parse(value, CultureInfo.InvariantCulture) },
                var other => throw new ArgumentException($"there is no option `{other}`: --project, --program, --prepare, --change, --kills, --first, --seed, --reopening, and the command behind --", nameof(arguments)),
            };
        }

        return options;
    }
}
