using System.Globalization;
using System.Text.RegularExpressions;
using Sluice.DuckDb.Native;

namespace Sluice.DuckDb.Errors;

/// <summary>Every error that the provider raises as <see cref="DuckDbException"/>, one method per situation.</summary>
internal static partial class DuckDbErrors
{
    internal static DuckDbException FromStatement(string? message, string? sql) =>
        Create(ErrorText.Parse(message ?? "DuckDB gave no reason", sql), DuckDbErrorType.Unknown, sql);

    internal static unsafe DuckDbException FromResult(ResultHandle result, string? sql)
    {
        var message = Utf8.Borrowed(NativeMethods.ResultError(result.Pointer)) ?? "DuckDB gave no reason";
        return Create(ErrorText.Parse(message, sql), (DuckDbErrorType)NativeMethods.ResultErrorType(result.Pointer), sql);
    }

    private static DuckDbException Create(ErrorText text, DuckDbErrorType otherwise, string? sql)
    {
        var head = text.Class.Length > 0 ? $"{text.Class} Error: " : "";
        var excerpt = text.Position is { } position ? $"\n\n{SqlExcerpt.Of(sql!, position)}" : "";
        var type = text.Type == DuckDbErrorType.Unknown ? otherwise : text.Type;
        return new(type, $"{head}{text.Summary}{excerpt}")
        {
            Summary = text.Summary,
            Sql = sql,
            Position = text.Position,
            Details = text.Details,
            Transient = IsTransient(text),
        };
    }

    internal static DuckDbException CouldNotOpen(string dataSource, string message)
    {
        var text = ErrorText.Parse(message, sql: null);
        if (HolderPattern().Match(message) is { Success: true } match)
        {
            var holder = LockHolders.Describe(int.Parse(match.Groups["pid"].ValueSpan, CultureInfo.InvariantCulture), match.Groups["exe"].Value);
            return new(DuckDbErrorType.IO, LockedBy(dataSource, holder)) { LockHolder = holder };
        }

        return new(text.Type, $"could not open the database '{dataSource}': {text.Summary}") { Transient = IsTransient(text) };
    }

    private static string LockedBy(string dataSource, DuckDbLockHolder holder)
    {
        var command = holder.CommandLine is { Length: > 0 } line ? $": {line}" : "";
        return $"the database '{dataSource}' is open in another process: {holder.ProcessName ?? "a process"} "
            + string.Create(CultureInfo.InvariantCulture, $"(PID {holder.ProcessId}{command}); ")
            + "close it there, or open it read-only in all processes (Access Mode=ReadOnly)";
    }

    internal static DuckDbException TimedOut(int seconds, DuckDbException interrupted) => new(
        DuckDbErrorType.Interrupt,
        string.Create(CultureInfo.InvariantCulture, $"the command was interrupted after its CommandTimeout of {seconds} s"),
        new TimeoutException(interrupted.Message)) { Sql = interrupted.Sql };

    internal static DuckDbException Aborted(DuckDbException error, DuckDbException cause) => new(
        DuckDbErrorType.Transaction,
        $"the transaction was aborted by an earlier error ({cause.Summary}); roll it back", cause) { Sql = error.Sql };

    internal static DuckDbException NotCommitted(DuckDbException cause, string? sql = null) => new(
        DuckDbErrorType.Transaction,
        $"nothing was committed: the transaction was aborted by an earlier error ({cause.Summary}); it is rolled back", cause) { Sql = sql };

    internal static bool SaysAborted(DuckDbException error) =>
        error.ErrorType == DuckDbErrorType.Transaction && error.Message.Contains("transaction is aborted", StringComparison.Ordinal);

    private static bool IsTransient(ErrorText text) => text.Type switch
    {
        DuckDbErrorType.Http or DuckDbErrorType.Network => true,
        DuckDbErrorType.Transaction => text.Summary.Contains("onflict", StringComparison.Ordinal),
        DuckDbErrorType.IO => text.Summary.Contains("Could not set lock", StringComparison.Ordinal),
        _ => false,
    };

    [GeneratedRegex(@"Conflicting lock is held in (?<exe>.*?) \(PID (?<pid>\d+)\)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex HolderPattern();
}
