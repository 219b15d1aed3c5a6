using System.Collections.Immutable;
using System.CommandLine;
using Sluice.Cli.Options;
using Sluice.Cli.Talking;
using Sluice.Diagnostics;
using Sluice.Plans;

namespace Sluice.Cli.Invocation;

/// <summary>One call of a command: what was typed, and what it is answered through.</summary>
/// <param name="Parsed">The options' values.</param>
/// <param name="Line">The command line as a text to point into.</param>
/// <param name="Host">The streams, the clock, the environment.</param>
/// <param name="Global">The global options.</param>
/// <param name="Talk">Takes what is said to people.</param>
internal sealed record CommandCall(ParseResult Parsed, CommandText Line, CommandHost Host, GlobalSettings Global, Talk Talk)
{
    /// <summary>The unique ids of the only nodes that are meant, whatever the options select; null for what they select.</summary>
    internal ImmutableArray<string>? Only { get; init; }

    /// <summary>The plan to carry out, whatever the options would plan; null to plan.</summary>
    internal RunPlan? Plan { get; init; }

    /// <summary>Shows what was found; goes on where there are only warnings.</summary>
    /// <exception cref="DiagnosticException">There is an error, or a warning where the user treats warnings as errors.</exception>
    internal void Report(DiagnosticBag found)
    {
        var problems = Global.Warnings.Apply(found.ToSorted());
        if (problems.Any(problem => problem.Severity == Severity.Error))
        {
            throw new DiagnosticException(problems);
        }

        Talk.Show(problems);
    }
}
