using Sluice.Hosting.Writing;
using Sluice.Sql.Code;

namespace Sluice.Hosting;

/// <summary>The writer of one of the tables that a function with several assets makes. What all of them write is committed together.</summary>
/// <typeparam name="T">The record.</typeparam>
public sealed class Output<T>
{
    private readonly WritePlan _plan;

    internal Output(WritePlan plan) => _plan = plan;

    /// <summary>Writes rows; several calls add up. Gives the rows of this call.</summary>
    public async Task<long> WriteAsync(IEnumerable<T> rows, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(rows);
        Begin();
        return await _plan.Rows.AppendAsync(rows, cancellationToken);
    }

    /// <summary>Writes rows; several calls add up. Gives the rows of this call.</summary>
    public async Task<long> WriteAsync(IAsyncEnumerable<T> rows, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(rows);
        Begin();
        return await _plan.Rows.AppendAsync(rows, cancellationToken);
    }

    /// <summary>Writes what a query yields; it is run with the commit.</summary>
    public async Task WriteSqlAsync(string sql, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(sql);
        _plan.Begin(new CodeWrite(CodeWriteMode.Replace, ""));
        await _plan.AddAsync(sql, cancellationToken);
    }

    private void Begin()
    {
        _plan.Begin(new CodeWrite(CodeWriteMode.Replace, ""));
        _plan.AddRows();
    }
}
