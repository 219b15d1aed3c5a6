using System.CommandLine;
using Sluice.Cli.Invocation;
using Sluice.Cli.Talking;
using Sluice.Diagnostics;

namespace Sluice.Cli.Options;

/// <summary>The options of every command, before or after its name: how much is said, and how it looks.</summary>
internal sealed class GlobalOptions
{
    private static readonly string[] Levels = ["debug", "info", "warn", "error", "none"];
    private static readonly string[] Formats = ["text", "json", "default", "debug"];

    private readonly Switch _quiet = new("quiet", "Say errors only.", "-q") { Recursive = true };
    private readonly Switch _debug = new("debug", "Say more: every statement and decision.", "-d") { Recursive = true };
    private readonly Switch _useColors = new("use-colors", "No colours; NO_COLOR does the same.") { Recursive = true, ShowsNegation = true };
    private readonly Switch _warnError = new("warn-error", "Treat every warning as an error.") { Recursive = true };
    private readonly Switch _print = new("print", "Keep what the project's `print()` says to itself.") { Recursive = true, ShowsNegation = true };
    private readonly Switch _writeJson = new("write-json", "Write no manifest.json and no run_results.json.") { Recursive = true, ShowsNegation = true };
    private readonly Switch _partialParse = new("partial-parse", "Parse every file anew, whatever is known from the last time.") { Recursive = true, ShowsNegation = true };
    private readonly Option<string?> _logLevel = new("--log-level") { Description = "How much is said: debug, info, warn, error or none.", HelpName = "level", Recursive = true };
    private readonly Option<string?> _logFormat = new("--log-format") { Description = "text, or json for one object a line.", HelpName = "format", Recursive = true };

    private readonly Option<string?> _logLevelFile = new("--log-level-file") { Description = "How much goes to logs/dbt.log. Default: debug.", HelpName = "level", Recursive = true };
    private readonly Option<string?> _logFormatFile = new("--log-format-file") { Description = "The form of logs/dbt.log: text or json. Default: that of --log-format.", HelpName = "format", Recursive = true };
    private readonly NumberOption _logFileMaxBytes = new("--log-file-max-bytes", "The size from which a new log file is begun; 0 for none. Default: 10 MiB.", least: 0) { Recursive = true };
    private readonly Option<string?> _warnErrorOptions = new("--warn-error-options")
    {
        Description = "Which warnings are errors, as YAML or JSON: '{error: all, warn: [name], silence: [name]}'.",
        HelpName = "yaml",
        Recursive = true,
    };

    private readonly Option<string?>[] _unused =
    [
        .. new[] { "--printer-width", "--record-timing-info", "--partial-parse-file-path" }
            .Select(name => new Option<string?>(name, name == "--record-timing-info" ? ["-r"] : []) { Recursive = true, Hidden = true }),
    ];

    // What dbt's scripts pass and what has no effect here: there is no tracking, no cache to fill.
    private readonly Switch[] _ignored =
    [
        .. new[] { "send-anonymous-usage-stats", "populate-cache", "static-parser", "use-experimental-parser", "cache-selected-only", "introspect", "use-colors-file", "log-cache-events", "macro-debugging", "single-threaded", "use-fast-test-edges", "show-all-deprecations", "partial-parse-file-diff", "upload-to-artifacts-ingest-api", "show-resource-report" }
            .Select(name => new Switch(name, "Accepted without effect.") { Recursive = true, Hidden = true }),
    ];

    internal void AddTo(Command root)
    {
        foreach (var option in (ReadOnlySpan<Switch>)[_quiet, _debug, _useColors, _warnError, _print, _writeJson, _partialParse, .. _ignored])
        {
            option.AddTo(root);
        }

        root.Options.Add(_logLevel);
        root.Options.Add(_logFormat);
        root.Options.Add(_warnErrorOptions);
        root.Options.Add(_logLevelFile);
        root.Options.Add(_logFormatFile);
        _logFileMaxBytes.AddTo(root);
        foreach (var option in _unused)
        {
            root.Options.Add(option);
        }
    }

    /// <summary>Reads the values.</summary>
    /// <exception cref="DiagnosticException">A value is none of those allowed.</exception>
    internal GlobalSettings Read(ParseResult parsed, CommandText line, CommandHost host)
    {
        var environment = host.EnvironmentFlags;
        var level = OneOf(parsed, line, environment, _logLevel, "LOG_LEVEL", Levels);
        var format = OneOf(parsed, line, environment, _logFormat, "LOG_FORMAT", Formats);
        var isQuiet = _quiet.Read(parsed, environment) ?? false;
        var isDebug = _debug.Read(parsed, environment) ?? false;
        var colors = _useColors.Read(parsed, environment)
            ?? (host.Screen is not null && string.IsNullOrEmpty(host.Environment("NO_COLOR")));
        return new GlobalSettings
        {
            Level = isQuiet ? TalkLevel.Error : isDebug ? TalkLevel.Debug : Enum.Parse<TalkLevel>(level ?? "info", ignoreCase: true),
            IsJson = format is "json",
            UsesColors = colors,
            Warnings = WarningPolicy.Read(_warnError.Read(parsed, environment) ?? false, parsed.GetValue(_warnErrorOptions), line, environment),
            Prints = _print.Read(parsed, environment) ?? !(environment.Truth("NO_PRINT") ?? false),
            LogFile = new LogFileSettings(
                OneOf(parsed, line, environment, _logFormatFile, "LOG_FORMAT_FILE", Formats) is "json" || (format is "json" && parsed.GetValue(_logFormatFile) is null && environment.Text("LOG_FORMAT_FILE") is null),
                Enum.Parse<TalkLevel>(OneOf(parsed, line, environment, _logLevelFile, "LOG_LEVEL_FILE", Levels) ?? "debug", ignoreCase: true),
                _logFileMaxBytes.Read(parsed, line) ?? environment.Number("LOG_FILE_MAX_BYTES") ?? LogFile.UsualMaxBytes),
            WritesJson = _writeJson.Read(parsed, environment) ?? true,
            KeepsParse = _partialParse.Read(parsed, environment) ?? true,
        };
    }

    private static string? OneOf(
        ParseResult parsed, CommandText line, EnvironmentFlags environment, Option<string?> option, string variable, string[] allowed)
    {
        if (parsed.GetValue(option) is { } given)
        {
            return allowed.Contains(given, StringComparer.OrdinalIgnoreCase)
                ? given.ToLowerInvariant()
                : throw new DiagnosticException(UsageErrors.BadValue(
                    line, line.FindLast([option.Name]), $"`{option.Name}` must be one of {string.Join(", ", allowed)}, found `{given}`", Nearest.Hint(given, allowed)));
        }

        return environment.Text(variable) is not { } text || allowed.Contains(text, StringComparer.OrdinalIgnoreCase)
            ? environment.Text(variable)?.ToLowerInvariant()
            : throw new DiagnosticException(environment.Bad(variable, text, $"one of {string.Join(", ", allowed)}"));
    }
}

/// <summary>What the global options come to.</summary>
internal sealed record GlobalSettings
{
    internal TalkLevel Level { get; init; } = TalkLevel.Info;

    internal bool IsJson { get; init; }

    internal bool UsesColors { get; init; }

    /// <summary>Which warnings end the command as errors would, and which are not shown.</summary>
    internal WarningPolicy Warnings { get; init; } = WarningPolicy.Default;

    /// <summary>How the log file is written.</summary>
    internal LogFileSettings LogFile { get; init; } = new(IsJson: false, TalkLevel.Debug, Talking.LogFile.UsualMaxBytes);

    /// <summary>False where manifest.json and run_results.json are not written.</summary>
    internal bool WritesJson { get; init; } = true;

    /// <summary>False where every file is parsed anew, and nothing is kept for the next time.</summary>
    internal bool KeepsParse { get; init; } = true;

    /// <summary>False where the project's <c>print()</c> is silent.</summary>
    internal bool Prints { get; init; } = true;
}
