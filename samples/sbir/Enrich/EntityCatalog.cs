namespace Sbir.Enrich;

/// <summary>Entities of SAM.gov by their place among all, and the index over them: of all, or of those that can be an answer to some questions.</summary>
internal sealed class EntityCatalog(Func<int, SamEntity> at, RecipientIndex index)
{
    internal RecipientIndex Index => index;

    internal SamEntity this[int place] => at(place);

    /// <summary>The catalog of all entities.</summary>
    /// <param name="entities">In the order of which the first with an identifier holds it.</param>
    /// <param name="names">Their names, ordered as <see cref="NameOrder.Of"/> takes them.</param>
    internal static EntityCatalog Of(IReadOnlyList<SamEntity> entities, IEnumerable<NamedEntity> names) => new(
        place => entities[place],
        new RecipientIndex(
            entities.Select((entity, place) => (place, new Recipient { Uei = entity.Uei, Cage = entity.Cage, Duns = entity.Duns })), entities.Count, IndexOf(names)));

    internal static NameIndex IndexOf(IEnumerable<NamedEntity> names) => new(NameOrder.Of(NameProfile.Recipient, names.Select(name => (name.Name, (int)name.Entity))));
}

/// <summary>Keeps the catalog while somebody uses it, so that two assets that match side by side hold one of a million entities and not two.</summary>
internal sealed class EntityCatalogs : IDisposable
{
    private readonly SemaphoreSlim _gate = new(1);
    private readonly WeakReference<EntityCatalog?> _last = new(null);
    private string _version = "";

    /// <summary>The catalog of a version of the entities; read and indexed once.</summary>
    internal async Task<EntityCatalog> GetAsync(string version, Func<EntityCatalog> read, CancellationToken cancel)
    {
        await _gate.WaitAsync(cancel);
        try
        {
            if (_version == version && _last.TryGetTarget(out var catalog))
            {
                return catalog;
            }

            catalog = read();
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
