using Microsoft.Extensions.Logging;
using Sluice.Cli.Talking;

namespace Sluice.Hosting.Running;

/// <summary>Sends log lines where the command talks: to standard error and into the project's log, beside its own lines.</summary>
internal sealed class TalkLoggerProvider(TalkTarget target) : ILoggerProvider
{
    public ILogger CreateLogger(string categoryName) => new TalkLogger(target, categoryName);

    public void Dispose()
    {
        // The command that talks ends by itself.
    }

    private sealed class TalkLogger(TalkTarget target, string category) : ILogger
    {
        // A storm of lines must not bury what the run says, nor fill the disk.
        private const int MostLines = 10_000;

        private int _lines;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None && target.Talk is not null;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (!IsEnabled(logLevel))
            {
                return;
            }

            var line = Interlocked.Increment(ref _lines);
            if (line == MostLines + 1)
            {
                target.Talk?.Say(TalkLevel.Warn, $"{category}: more than {MostLines} lines; the rest is not shown");
            }

            if (line <= MostLines)
            {
                var text = formatter(state, exception);
                target.Talk?.Say(ToTalk(logLevel), $"{category[(category.LastIndexOf('.') + 1)..]}: {text}{(exception is null ? "" : $"\n{exception}")}");
            }
        }

        private static TalkLevel ToTalk(LogLevel level) => level switch
        {
            LogLevel.Trace or LogLevel.Debug => TalkLevel.Debug,
            LogLevel.Information => TalkLevel.Info,
            LogLevel.Warning => TalkLevel.Warn,
            _ => TalkLevel.Error,
        };
    }
}

/// <summary>Whatever command talks at the moment.</summary>
internal sealed class TalkTarget
{
    private Talk? _talk;

    internal Talk? Talk => Volatile.Read(ref _talk);

    internal void Begin(Talk talk) => Volatile.Write(ref _talk, talk);
}
