using System.Collections.Immutable;
using Sluice.Assets;
using Sluice.Cli.Invocation;
using Sluice.Diagnostics;
using Sluice.Partitions;
using Sluice.Sql.Nodes;

namespace Sluice.Cli.Projects;

/// <summary>Reads <c>--partition 2026 2027,2028 2030-2032</c>.</summary>
internal static class PartitionList
{
    /// <summary>The keys that the words mean; null where there is no word.</summary>
    /// <exception cref="DiagnosticException">A word is neither a key nor a range of keys.</exception>
    internal static ImmutableArray<PartitionKey>? Read(ImmutableArray<string> words, IEnumerable<PartitionSet> sets, CommandText line)
    {
        if (words.IsEmpty)
        {
            return null;
        }

        var known = sets.ToList();
        var problems = new DiagnosticBag();
        var keys = ImmutableArray.CreateBuilder<PartitionKey>();
        foreach (var word in words)
        {
            var found = known.Select(set => Find(word, set)).FirstOrDefault(range => range.Length > 0);
            if (found.IsDefaultOrEmpty)
            {
                problems.Add(UsageErrors.UnknownPartition(line, Argument(line, word), word, known));
            }
            else
            {
                keys.AddRange(found);
            }
        }

        problems.ThrowIfErrors();
        return [.. keys.Distinct()];
    }

    /// <summary>The keys from one to another, both included; an end that is null is that of the set.</summary>
    /// <exception cref="DiagnosticException">There are no partitions, an end is no key, or they stand the wrong way round.</exception>
    internal static ImmutableArray<PartitionKey> Between(string? from, string? to, IEnumerable<PartitionSet> sets, CommandText line)
    {
        var known = sets.ToList();
        var fitting = known.Find(set => Holds(set, from) && Holds(set, to));
        if (fitting is null)
        {
            var wrong = from is not null && !known.Exists(set => Holds(set, from)) ? from : to ?? from ?? "";
            throw new DiagnosticException(UsageErrors.UnknownPartition(line, Argument(line, wrong), wrong, known));
        }

        var (first, last) = (from is null ? 0 : fitting.IndexOf(new PartitionKey(from)), to is null ? fitting.Keys.Length - 1 : fitting.IndexOf(new PartitionKey(to)));
        return first <= last
            ? fitting.Keys[first..(last + 1)]
            : throw new DiagnosticException(UsageErrors.BadValue(line, line.FindLast(["--to"]), $"`--to {to}` comes before `--from {from}`"));
    }

    private static bool Holds(PartitionSet set, string? key) => key is null || set.IndexOf(new PartitionKey(key)) >= 0;

    /// <summary>The partitions of a node that a command is about: all, or those given; one nameless where it has none.</summary>
    /// <exception cref="DiagnosticException">The node has no such partition.</exception>
    internal static ImmutableArray<PartitionKey> Of(SqlNode node, string? word, CommandText line)
    {
        if (node.Partitions is not { } set)
        {
            return [PartitionKey.None];
        }

        return word is null ? set.Keys : Read([word], [set], line)!.Value;
    }

    private static ImmutableArray<PartitionKey> Find(string word, PartitionSet set)
    {
        if (set.IndexOf(new PartitionKey(word)) >= 0)
        {
            return [new PartitionKey(word)];
        }

        // A key may hold dashes itself, so every dash is tried as the one of a range.
        for (var dash = word.IndexOf('-', StringComparison.Ordinal); dash > 0; dash = word.IndexOf('-', dash + 1))
        {
            var (first, last) = (set.IndexOf(new PartitionKey(word[..dash])), set.IndexOf(new PartitionKey(word[(dash + 1)..])));
            if (first >= 0 && last >= first)
            {
                return set.Keys[first..(last + 1)];
            }
        }

        return [];
    }

    private static int Argument(CommandText line, string word)
    {
        for (var argument = 0; argument < line.Count; argument++)
        {
            if (line[argument].Split(',', '=').Contains(word, StringComparer.Ordinal))
            {
                return argument;
            }
        }

        return -1;
    }
}
