using System.Text.Json;
using System.Text.Json.Nodes;
using Sluice.Cli.Invocation;
using Sluice.Diagnostics;
using Sluice.Plans;

namespace Sluice.Cli.Planning;

/// <summary>A plan as JSON: the plan itself, what is expected of it, and the command that carries it out.</summary>
internal static class PlanFile
{
    // What belongs to the call that plans, and not to the one that runs.
    private static readonly string[] OfTheCall = ["--out", "--output", "--project-dir", "--wait"];

    /// <summary>The JSON of a plan.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="forecast">What is expected of it.</param>
    /// <param name="verb">The command that is planned.</param>
    /// <param name="line">The command line of the call that plans.</param>
    internal static string Json(RunPlan plan, PlanForecast forecast, string verb, CommandText line)
    {
        var file = JsonNode.Parse(plan.ToJson())!.AsObject();
        file["command"] = new JsonArray([.. Command(verb, line).Select(argument => JsonValue.Create(argument))]);
        file["expected"] = new JsonObject
        {
            ["seconds"] = forecast.Total?.TotalSeconds,
            ["rows"] = forecast.Rows,
            ["steps"] = new JsonArray([.. plan.Steps.Where(step => step.Action != PlanAction.Skip).Select(step => new JsonObject
            {
                ["step"] = step.Step.ToString(),
                ["seconds"] = forecast.TimeOf(step)?.TotalSeconds,
                ["rows"] = forecast.RowsOf(step),
            })]),
        };
        return file.ToJsonString();
    }

    /// <summary>The plan of a file, and the command that carries it out.</summary>
    /// <exception cref="DiagnosticException">The file is not there, or holds no plan.</exception>
    internal static (RunPlan Plan, string[] Command) Read(string path, CommandCall call)
    {
        if (!File.Exists(path))
        {
            throw new DiagnosticException(UsageErrors.NoPlanFile(call.Line, path));
        }

        try
        {
            var text = File.ReadAllText(path);
            return JsonNode.Parse(text)?["command"] is JsonArray command
                ? (RunPlan.FromJson(text), [.. command.Select(argument => argument!.GetValue<string>())])
                : throw new JsonException("the text names no command");
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or ArgumentException)
        {
            throw new DiagnosticException([UsageErrors.BrokenPlanFile(call.Line, path)], error);
        }
    }

    private static IEnumerable<string> Command(string verb, CommandText line)
    {
        yield return verb;
        var isVerbSeen = false;
        for (var place = 0; place < line.Count; place++)
        {
            var argument = line[place];
            if (OfTheCall.Contains(argument, StringComparer.Ordinal))
            {
                place++;
            }
            else if (!isVerbSeen && (argument == "plan" || argument == verb))
            {
                isVerbSeen = argument == verb;
            }
            else if (!OfTheCall.Any(option => argument.StartsWith(option + "=", StringComparison.Ordinal)))
            {
                yield return argument;
            }
        }
    }
}
