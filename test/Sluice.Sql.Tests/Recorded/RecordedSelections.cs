using System.Collections.Immutable;
using System.Text.Json;
using Sluice.Diagnostics;
using Sluice.Sql.Nodes;
using Sluice.Sql.Selection;

namespace Sluice.Sql.Tests.Recorded;

/// <summary>What <c>dbt ls</c> listed for the selections of the recorded cases.</summary>
public sealed class RecordedSelections
{
    public static TheoryData<string, int> Steps
    {
        get
        {
            var steps = new TheoryData<string, int>();
            foreach (var name in RecordedCases.CaseNames)
            {
                var all = RecordedCases.StepsOf(name);
                for (var i = 0; i < all.Count; i++)
                {
                    var args = Arguments(all[i]);
                    if (args[0] == "ls" && !args.Contains("--output") && !args.Contains("--state") && all[i].GetProperty("exit").GetInt32() == 0)
                    {
                        steps.Add(name, i + 1);
                    }
                }
            }

            return steps;
        }
    }

    [Theory]
    [MemberData(nameof(Steps))]
    public void Selections_are_those_of_dbt(string name, int step)
    {
        var recorded = RecordedCases.StepsOf(name)[step - 1];
        using var folder = RecordedCases.Open(name);
        var project = RecordedCases.Load(folder, recorded);

        var selected = project.Selector.Select(RequestOf(Arguments(recorded)), new DiagnosticBag());

        var expected = recorded.TryGetProperty("stdout_list", out var list) ? list.EnumerateArray().Select(item => item.GetString()!) : [];
        Assert.Equal(
            string.Join(' ', Arguments(recorded)) + "\n" + string.Join('\n', expected.Order(StringComparer.Ordinal)),
            string.Join(' ', Arguments(recorded)) + "\n" + string.Join('\n', selected.Select(Listed).Order(StringComparer.Ordinal)));
    }

    private static List<string> Arguments(JsonElement step) => [.. step.GetProperty("args").EnumerateArray().Select(item => item.GetString()!)];

    private static string Listed(SqlNode node) => node switch
    {
        SourceNode source => $"source:{source.PackageName}.{source.SourceName}.{source.Name}",
        ExposureNode exposure => $"exposure:{exposure.PackageName}.{exposure.Name}",
        _ => string.Join('.', node.Fqn),
    };

    private static SelectionRequest RequestOf(List<string> args)
    {
        ImmutableArray<string> Values(params string[] names)
        {
            var values = ImmutableArray.CreateBuilder<string>();
            for (var i = 1; i < args.Count; i++)
            {
                if (names.Contains(args[i]))
                {
                    while (i + 1 < args.Count && !args[i + 1].StartsWith('-'))
                    {
                        values.Add(args[++i]);
                    }
                }
            }

            return values.ToImmutable();
        }

        var types = Values("--resource-type");
        return new SelectionRequest
        {
            Select = Values("-s", "--select", "-m"),
            Exclude = Values("--exclude"),
            // dbt's `ls -m` lists models alone; without a type, everything but what has no place in a list.
            ResourceTypes = args.Contains("-m") ? ["model"] : types.Contains("all") ? [] : types,
            ExcludeResourceTypes = Values("--exclude-resource-type"),
            Indirect = Values("--indirect-selection") is [var mode] ? Enum.Parse<IndirectSelection>(mode, ignoreCase: true) : IndirectSelection.Eager,
        };
    }
}
