using Sluice.DuckDb;
using Sluice.Hosting.Writing;
using Sluice.Sql.Code;

namespace Sluice.Hosting;

/// <summary>The writer of one of the tables that a function with several assets makes. What it writes is committed together with the others.</summary>
/// <typeparam name="T">The record.</typeparam>
public sealed class Output<T>
{
    private readonly AssetContext _context;
    private readonly WritePlan _plan;

    internal Output(AssetContext context, string name)
    {
        _context = context;
        _plan = context.Outputs!.Of(name);
    }

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

    /// <summary>
    /// Writes rows that are known only once the function's own are written: <paramref name="work"/> yields them on the connection that commits, inside its
    /// transaction, as <see cref="AssetContext.WithinCommit"/> does.
    /// </summary>
    public async Task WriteWithinCommitAsync(Func<DuckDbConnection, IEnumerable<T>> work, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(work);
        await WriteAsync([], cancellationToken);
        _context.WithinCommit(connection => _plan.Rows.Append(work(connection)));
    }

    private void Begin()
    {
        _plan.Begin(new CodeWrite(CodeWriteMode.Replace, ""));
        _plan.AddRows();
    }
}
