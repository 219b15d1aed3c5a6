using System.Globalization;
using Sluice.Diagnostics;
using Sluice.Sql.Nodes;
using Sluice.Sql.Operations;

namespace Sluice.Sql.Freshness;

/// <summary>When the newest row of a source was loaded, and when it was asked.</summary>
/// <param name="MaxLoadedAt">The newest row; the year 1 where there is none, as in dbt.</param>
/// <param name="SnapshottedAt">The database's clock.</param>
public sealed record SourceAge(DateTimeOffset MaxLoadedAt, DateTimeOffset SnapshottedAt)
{
    /// <summary>How old the newest row is.</summary>
    public TimeSpan Age => SnapshottedAt - MaxLoadedAt;
}

/// <summary>Asks a source for the time of its newest row.</summary>
internal static class FreshnessQuery
{
    internal static SourceAge Ask(NodeWork work, SourceNode source)
    {
        var row = work.Session.Query(Sql(work, source), work.Cancel).Rows[0];
        var now = Time(source, row[1]);
        return new SourceAge(row[0] is null ? DateTimeOffset.MinValue : Time(source, row[0]), now);
    }

    private static string Sql(NodeWork work, SourceNode source)
    {
        if (source.LoadedAtQuery is { } query)
        {
            var rendered = work.Render(new SourceText(source.Source.Path, query)).Sql;
            return $"select (select * from {Materializations.SqlText.Nested(rendered)} as newest) as max_loaded_at, now() as snapshotted_at";
        }

        var field = source.LoadedAtField ?? throw new DiagnosticException(FreshnessErrors.NothingToLookAt(source));
        var where = source.Freshness?.Filter is { } filter ? $"\nwhere {filter}" : "";
        return $"select max({field}) as max_loaded_at, now() as snapshotted_at\nfrom {source.Relation!.Render()}{where}";
    }

    // A time without a zone is UTC, as in dbt.
    private static DateTimeOffset Time(SourceNode source, object? value) => value switch
    {
        DateTimeOffset time => time.ToUniversalTime(),
        DateTime time => new DateTimeOffset(DateTime.SpecifyKind(time, DateTimeKind.Unspecified), TimeSpan.Zero),
        DateOnly day => new DateTimeOffset(day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero),
        _ => throw new DiagnosticException(FreshnessErrors.NoTime(source, Convert.ToString(value, CultureInfo.InvariantCulture) ?? "NULL")),
    };
}
