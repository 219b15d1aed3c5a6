namespace Sbir.Enrich;

/// <summary>The entities of SAM.gov and the index over them.</summary>
internal sealed class EntityCatalog(IReadOnlyList<SamEntity> entities)
{
    /// <summary>The order of the entities, of which the first with an identifier holds it.</summary>
    internal const string OrderSql = "uei nulls last, cage nulls last, duns nulls last, legal_name, naics nulls last, source_date";

    internal IReadOnlyList<SamEntity> Entities => entities;

    internal RecipientIndex Index { get; } =
        new([.. entities.Select(entity => new Recipient { Uei = entity.Uei, Cage = entity.Cage, Duns = entity.Duns, Name = entity.LegalName })]);
}

/// <summary>Keeps the catalog while somebody uses it, so that two assets that match side by side hold one of a million entities and not two.</summary>
internal sealed class EntityCatalogs : IDisposable
{
    private readonly SemaphoreSlim _gate = new(1);
    private readonly WeakReference<EntityCatalog?> _last = new(null);
    private string _version = "";

    /// <summary>The catalog of a version of the entities; read and indexed once.</summary>
    internal async Task<EntityCatalog> GetAsync(string version, Func<IReadOnlyList<SamEntity>> read, CancellationToken cancel)
    {
        await _gate.WaitAsync(cancel);
        try
        {
            if (_version == version && _last.TryGetTarget(out var catalog))
            {
                return catalog;
            }

            catalog = new EntityCatalog(read());
            _last.SetTarget(catalog);
            _version = version;
            return catalog;
        }
        finally
        {
            _gate.Release();
        }
    }

    public void Dispose() => _gate.Dispose();
}
