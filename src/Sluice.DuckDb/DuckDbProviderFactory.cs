using System.Data.Common;

namespace Sluice.DuckDb;

/// <summary>Makes the objects of this provider for code that does not know it.</summary>
public sealed class DuckDbProviderFactory : DbProviderFactory
{
    /// <summary>The only instance.</summary>
    public static readonly DuckDbProviderFactory Instance = new();

    private DuckDbProviderFactory()
    {
    }

    /// <inheritdoc/>
    public override bool CanCreateBatch => true;

    /// <inheritdoc/>
    public override bool CanCreateCommandBuilder => false;

    /// <inheritdoc/>
    public override bool CanCreateDataAdapter => false;

    /// <inheritdoc/>
    public override DbConnection CreateConnection() => new DuckDbConnection();

    /// <inheritdoc/>
    public override DbCommand CreateCommand() => new DuckDbCommand();

    /// <inheritdoc/>
    public override DbBatch CreateBatch() => new DuckDbBatch();

    /// <inheritdoc/>
    public override DbBatchCommand CreateBatchCommand() => new DuckDbBatchCommand();

    /// <inheritdoc/>
    public override DbParameter CreateParameter() => new DuckDbParameter();

    /// <inheritdoc/>
    public override DbConnectionStringBuilder CreateConnectionStringBuilder() => new DuckDbConnectionStringBuilder();

    /// <inheritdoc/>
    public override DbDataSource CreateDataSource(string connectionString) => new DuckDbDataSource(connectionString);
}
