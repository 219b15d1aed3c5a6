using System.Data;
using System.Data.Common;
using Sluice.DuckDb.Schema;

namespace Sluice.DuckDb;

/// <content>The collections of <c>GetSchema</c>.</content>
public sealed partial class DuckDbConnection
{
    /// <summary>The collections that there are.</summary>
    /// <exception cref="InvalidOperationException">The connection is closed.</exception>
    public override DataTable GetSchema() => GetSchema(DbMetaDataCollectionNames.MetaDataCollections);

    /// <summary>A collection: one of those of <see cref="GetSchema()"/>, by name in any letter case.</summary>
    /// <exception cref="ArgumentException">There is none of that name.</exception>
    /// <exception cref="InvalidOperationException">The connection is closed.</exception>
    public override DataTable GetSchema(string collectionName) => GetSchema(collectionName, []);

    /// <summary>
    /// The rows of a collection that have the given values in the columns that its <c>Restrictions</c> name, in any letter case; null
    /// leaves a column free.
    /// </summary>
    /// <exception cref="ArgumentException">There is no collection of that name, or it takes fewer restrictions.</exception>
    /// <exception cref="InvalidOperationException">The connection is closed.</exception>
    public override DataTable GetSchema(string collectionName, string?[] restrictionValues)
    {
        if (TryBuild(collectionName, restrictionValues, out var collection) is { } table)
        {
            return table;
        }

        using var command = collection.Query(this, restrictionValues);
        using var reader = command.ExecuteReader();
        return collection.Fill(reader);
    }

    /// <inheritdoc cref="GetSchema()"/>
    public override Task<DataTable> GetSchemaAsync(CancellationToken cancellationToken = default) =>
        GetSchemaAsync(DbMetaDataCollectionNames.MetaDataCollections, cancellationToken);

    /// <inheritdoc cref="GetSchema(string)"/>
    public override Task<DataTable> GetSchemaAsync(string collectionName, CancellationToken cancellationToken = default) =>
        GetSchemaAsync(collectionName, [], cancellationToken);

    /// <inheritdoc cref="GetSchema(string, string[])"/>
    public override async Task<DataTable> GetSchemaAsync(
        string collectionName, string?[] restrictionValues, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (TryBuild(collectionName, restrictionValues, out var collection) is { } table)
        {
            return table;
        }

        using var command = collection.Query(this, restrictionValues);
        using var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        return collection.Fill(reader);
    }

    /// <summary>The collection where it is always the same; else null.</summary>
    private DataTable? TryBuild(string name, string?[]? restrictionValues, out SchemaCollection collection)
    {
        _ = Session;
        collection = SchemaCollections.Find(name);
        collection.EnsureTaken(restrictionValues ?? []);
        return collection.Build?.Invoke();
    }
}
