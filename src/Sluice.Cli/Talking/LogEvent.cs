namespace Sluice.Cli.Talking;

/// <summary>What a line of the log is about, by dbt's name and code, which tools around dbt look for.</summary>
/// <param name="Name">Such as <c>NodeFinished</c>.</param>
/// <param name="Code">Such as <c>Q025</c>.</param>
internal readonly record struct LogEvent(string Name, string Code)
{
    internal static LogEvent MainReportVersion { get; } = new("MainReportVersion", "A001");

    internal static LogEvent MainReportArgs { get; } = new("MainReportArgs", "A002");

    internal static LogEvent MainEncounteredError { get; } = new("MainEncounteredError", "Z002");

    internal static LogEvent CommandCompleted { get; } = new("CommandCompleted", "Q039");

    internal static LogEvent FoundStats { get; } = new("FoundStats", "W006");

    internal static LogEvent ConcurrencyLine { get; } = new("ConcurrencyLine", "Q026");

    internal static LogEvent NodeCompiling { get; } = new("NodeCompiling", "Q030");

    internal static LogEvent NodeExecuting { get; } = new("NodeExecuting", "Q031");

    internal static LogEvent PrintEvent { get; } = new("PrintEvent", "Z052");

    internal static LogEvent LogFreshnessResult { get; } = new("LogFreshnessResult", "Q018");

    internal static LogEvent FreshnessCheckComplete { get; } = new("FreshnessCheckComplete", "Q006");

    internal static LogEvent JinjaLogInfo { get; } = new("JinjaLogInfo", "I062");

    internal static LogEvent JinjaLogDebug { get; } = new("JinjaLogDebug", "I063");

    internal static LogEvent JinjaLogWarning { get; } = new("JinjaLogWarning", "I061");

    internal static LogEvent NoNodesForSelectionCriteria { get; } = new("NoNodesForSelectionCriteria", "M030");

    internal static LogEvent UnusedResourceConfigPath { get; } = new("UnusedResourceConfigPath", "I026");

    internal static LogEvent LogStartLine { get; } = new("LogStartLine", "Q011");

    internal static LogEvent LogModelResult { get; } = new("LogModelResult", "Q012");

    internal static LogEvent LogTestResult { get; } = new("LogTestResult", "Q007");

    internal static LogEvent LogSeedResult { get; } = new("LogSeedResult", "Q016");

    internal static LogEvent LogSnapshotResult { get; } = new("LogSnapshotResult", "Q015");

    internal static LogEvent LogHookEndLine { get; } = new("LogHookEndLine", "Q033");

    internal static LogEvent NodeStart { get; } = new("NodeStart", "Q024");

    internal static LogEvent NodeFinished { get; } = new("NodeFinished", "Q025");

    internal static LogEvent SkippingDetails { get; } = new("SkippingDetails", "Q034");

    internal static LogEvent RunResultError { get; } = new("RunResultError", "Z024");

    internal static LogEvent FinishedRunningStats { get; } = new("FinishedRunningStats", "E047");

    internal static LogEvent EndOfRunSummary { get; } = new("EndOfRunSummary", "Z030");

    internal static LogEvent StatsLine { get; } = new("StatsLine", "Z023");

    /// <summary>Anything else.</summary>
    internal static LogEvent Note { get; } = new("Note", "Z050");
}
