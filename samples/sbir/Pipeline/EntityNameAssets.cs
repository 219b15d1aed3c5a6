using Sbir.Enrich;
using Sluice.Hosting;

namespace Sbir.Pipeline;

/// <summary>The asset of the entities' normalised names: a million are normalised and put in order once for an edition of the entities, and not for each run.</summary>
internal static class EntityNameAssets
{
    internal static async Task WriteAsync(AssetContext asset, Table<EntityLegalName> validated_companies, Table<EntityVersion> validated_companies_version, CancellationToken cancel)
    {
        var version = (await validated_companies_version.FirstAsync(cancel)).Version;
        await using var connection = asset.OpenConnection();
        await connection.CreateCommand("create temp table names (block varchar, name varchar, entity bigint)").ExecuteNonQueryAsync(cancel);
        using (var appender = connection.CreateAppender("names"))
        {
            var entity = 0L;
            foreach (var name in validated_companies.Rows(cancel).Select(row => NameProfile.Recipient.Normalise(row.LegalName)))
            {
                if (!name.IsEmpty)
                {
                    appender.Append(NameOrder.BlockOf(name)).Append(name.Text).Append(entity).EndRow();
                }

                entity++;
            }

            appender.Complete();
        }

        await using var ordered = connection.CreateCommand($"select *, '{version}' as version from ({EntityNames.OrderedSql("names")})");
        ordered.StreamResult = true;
        await using var rows = await ordered.ExecuteReaderAsync(cancel);
        await asset.WriteAsync(rows, cancel);
    }

    /// <summary>The version of the entities and of their names.</summary>
    /// <exception cref="InvalidOperationException">They are of two.</exception>
    internal static async Task<string> VersionAsync(AssetContext asset, Table<NamedEntity> names, Table<EntityVersion> entities, CancellationToken cancel)
    {
        var versions = await asset.Query<TwoVersions>($"select version, coalesce((select version from {names} limit 1), version) as of_names from {entities}").FirstAsync(cancel);
        return versions.Version == versions.OfNames
            ? versions.Version
            : throw new InvalidOperationException("enriched_companies_names is of other entities than validated_companies has now: build it first");
    }

    private sealed record TwoVersions(string Version, string OfNames);
}

/// <summary>What the names are made of.</summary>
internal sealed record EntityLegalName(string LegalName);

/// <summary>Another number, other entities.</summary>
internal sealed record EntityVersion(string Version);
