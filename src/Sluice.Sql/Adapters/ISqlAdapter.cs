using Sluice.Runs;

namespace Sluice.Sql.Adapters;

/// <summary>A database that a project is built in. Safe to use from several threads.</summary>
public interface ISqlAdapter : IAsyncDisposable
{
    /// <summary>The name that profiles use, such as <c>duckdb</c>; also the prefix of dispatched macros.</summary>
    string Type { get; }

    /// <summary>The database (catalog) that models are built in unless they say otherwise.</summary>
    string Database { get; }

    /// <summary>Where the commit markers lie.</summary>
    ICommitStore Commits { get; }

    /// <summary>Quotes one identifier.</summary>
    string Quote(string identifier);

    /// <summary>Takes a session from the pool, or opens one; the caller disposes it.</summary>
    ValueTask<ISqlSession> OpenSessionAsync(CancellationToken cancel);

    /// <summary>Creates the schemas that do not exist yet. Called once before a run, so that no two nodes race for it.</summary>
    Task CreateSchemasAsync(IEnumerable<(string Database, string Schema)> schemas, CancellationToken cancel);
}
