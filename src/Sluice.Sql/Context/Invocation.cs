using System.Collections.Immutable;
using Sluice.Diagnostics;

namespace Sluice.Sql.Context;

/// <summary>What the user started, and what templates may know of it.</summary>
public sealed record Invocation
{
    /// <summary>The command, which <c>flags.WHICH</c> tells. Default: <c>build</c>.</summary>
    public string Command { get; init; } = "build";

    /// <summary>True for <c>--full-refresh</c>.</summary>
    public bool FullRefresh { get; init; }

    /// <summary>True for <c>--store-failures</c>; null where the user does not say.</summary>
    public bool? StoreFailures { get; init; }

    /// <summary>True for <c>--empty</c>: what templates read has no rows.</summary>
    public bool Empty { get; init; }

    /// <summary><c>--sample</c>: models and snapshots read only this stretch of what has an <c>event_time</c>; null for all.</summary>
    public EventWindow? Sample { get; init; }

    /// <summary>True for a warning that the user wants to be an error; null where none is.</summary>
    public Func<Diagnostic, bool>? IsError { get; init; }

    /// <summary>The id that <c>invocation_id</c> tells; empty makes one from the clock.</summary>
    public string Id { get; init; } = "";

    /// <summary>Further flags by their upper-case name, for <c>flags.x</c>.</summary>
    public ImmutableDictionary<string, object?> Flags { get; init; } = ImmutableDictionary<string, object?>.Empty;

    /// <summary>The arguments by name, for <c>invocation_args_dict</c>.</summary>
    public ImmutableDictionary<string, object?> Arguments { get; init; } = ImmutableDictionary<string, object?>.Empty;

    /// <summary>Takes what templates print, log and warn of.</summary>
    public IMessageSink Messages { get; init; } = IMessageSink.Nowhere;

    /// <summary>Where the time comes from.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Reads an environment variable; null where it is not set.</summary>
    public Func<string, string?> Environment { get; init; } = System.Environment.GetEnvironmentVariable;
}

/// <summary>Takes what templates say. Called from several threads.</summary>
public interface IMessageSink
{
    /// <summary>Drops everything.</summary>
    static readonly IMessageSink Nowhere = new SilentSink();

    /// <summary><c>print(…)</c>: meant for standard output, even in quiet mode.</summary>
    void Print(string text);

    /// <summary><c>log(…)</c>: for people where <paramref name="info"/> is true, else for the log file.</summary>
    void Log(string text, bool info);

    /// <summary><c>exceptions.warn(…)</c>.</summary>
    void Warn(Diagnostic warning);

    private sealed class SilentSink : IMessageSink
    {
        public void Print(string text)
        {
        }

        public void Log(string text, bool info)
        {
        }

        public void Warn(Diagnostic warning)
        {
        }
    }
}
