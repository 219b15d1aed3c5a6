using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Sluice.Diagnostics;
using Sluice.Jinja;
using Sluice.Sql.Nodes;

namespace Sluice.Sql.Adapters;

/// <summary>Says what the database said, at the place in the user's file that the failing piece of SQL comes from.</summary>
internal static partial class DatabaseErrors
{
    /// <summary>The diagnostic of a failed statement.</summary>
    /// <param name="error">What the database said.</param>
    /// <param name="node">The node at work; its file is the place where nothing better is known.</param>
    /// <param name="known">What was rendered for the node: its SQL, its hooks.</param>
    internal static Diagnostic Of(DatabaseException error, SqlNode node, IEnumerable<CompiledSql> known)
    {
        var place = known.Select(sql => Find(error, sql)).FirstOrDefault(found => found is not null)
            ?? new SqlPlace(node.Source, node.Span, []);
        var (message, hint) = Split(error.Detail);
        return new Diagnostic(Code(error), Severity.Error, $"{error.Kind}: {message}", place.Source, place.Span, hint ?? DefaultHint(error))
        {
            Chain = place.Chain,
        };
    }

    /// <summary>The error at the place of a template's call, for a statement that the template ran.</summary>
    internal static JinjaException At(JinjaCall call, DatabaseException error)
    {
        var (message, hint) = Split(error.Detail);
        return call.Fail(Code(error), $"{error.Kind}: {message}", hint ?? DefaultHint(error), error);
    }

    private static SqlPlace? Find(DatabaseException error, CompiledSql compiled)
    {
        var body = Materializations.SqlText.Body(compiled.Sql);
        if (body.Length == 0)
        {
            return null;
        }

        var start = error.Sql.IndexOf(body, StringComparison.Ordinal);
        if (start < 0)
        {
            return null;
        }

        // A syntax error at the end of the input has no position; the end of the user's SQL is where something is missing.
        var atEnd = error.Position is null && error.Detail.Contains("at end of input", StringComparison.Ordinal);
        var offset = atEnd ? body.Length : (error.Position ?? -1) - start;
        return offset >= 0 && offset <= body.Length ? compiled.Locate(Math.Min(offset, body.Length - 1)) : null;
    }

    private static (string Message, string? Hint) Split(string detail)
    {
        var lines = detail.Split('\n').Select(line => line.TrimEnd('\r')).TakeWhile(line => !LineMark().IsMatch(line)).Where(line => line.Length > 0).ToList();
        if (lines.Count == 0)
        {
            return (detail, null);
        }

        // "Did you mean", "Candidate bindings" and the like follow the message on lines of their own.
        var hints = lines.Skip(1).Where(line => !NamesCatalog().IsMatch(line)).Select(ToHint).ToImmutableArray();
        return (lines[0].TrimEnd('!', '.'), hints.IsEmpty ? null : string.Join("; ", hints));
    }

    private static string ToHint(string line)
    {
        var text = line.Replace('"', '`');
        return text.Length > 1 && char.IsUpper(text[0]) && char.IsLower(text[1]) ? char.ToLowerInvariant(text[0]) + text[1..] : text;
    }

    private static string? DefaultHint(DatabaseException error) => Code(error) switch
    {
        "SLUICE4005" => "another transaction changed the same rows or the same relation first; the step is tried again",
        "SLUICE4006" => "lower `threads`, or set `memory_limit` and `temp_directory` under settings in profiles.yml",
        "SLUICE4007" when error.Detail.Contains("space", StringComparison.OrdinalIgnoreCase) => "free some space on the disk that holds the database; what was committed is safe",
        _ => null,
    };

    private static string Code(DatabaseException error) => error.Kind switch
    {
        "Parser Error" or "Syntax Error" => "SLUICE4001",
        "Catalog Error" or "Binder Error" => "SLUICE4002",
        "Conversion Error" or "Out of Range Error" or "Invalid Input Error" or "Mismatch Type Error" or "Divide by Zero Error" => "SLUICE4003",
        "Constraint Error" => "SLUICE4004",
        "TransactionContext Error" => "SLUICE4005",
        "Out of Memory Error" => "SLUICE4006",
        "IO Error" => "SLUICE4007",
        "Permission Error" => "SLUICE4008",
        _ => "SLUICE4009",
    };

    // The database suggests its own tables too, which nobody has misspelt.
    [GeneratedRegex(@"^Did you mean ""((\w+\.)*(pg|sqlite|duckdb|pragma)_|(system|information_schema|pg_catalog|sluice)\.)", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex NamesCatalog();

    [GeneratedRegex(@"^LINE \d+:", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex LineMark();
}
