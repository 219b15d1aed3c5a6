namespace Sluice.Graph.Tests.Neo4j.StandIn;

/// <summary>A node or relationship. What a transaction writes to it is seen by that transaction alone until it commits.</summary>
internal sealed class Entity(long id, string type, Entity? from = null, Entity? to = null)
{
    private Dictionary<string, object> _committed = new(StringComparer.Ordinal);
    private Dictionary<string, object>? _pending;
    private ServerTransaction? _writer;

    internal long Id => id;

    /// <summary>The label or the relationship type.</summary>
    internal string Type => type;

    internal Entity? From => from;

    internal Entity? To => to;

    internal bool IsCommitted { get; private set; }

    internal bool IsVisibleTo(ServerTransaction? reader) => IsCommitted || (_writer is not null && _writer == reader);

    internal IReadOnlyDictionary<string, object> PropertiesFor(ServerTransaction? reader) =>
        _pending is not null && _writer == reader ? _pending : _committed;

    /// <summary>What any transaction, ended or not, has written last: unique values are guarded against open transactions too.</summary>
    internal IReadOnlyDictionary<string, object> Latest => _pending ?? _committed;

    internal int Set(ServerTransaction writer, string name, object? value)
    {
        _writer = writer;
        _pending ??= new(_committed, StringComparer.Ordinal);
        if (value is null)
        {
            return _pending.Remove(name) ? 1 : 0;
        }

        _pending[name] = value;
        return 1;
    }

    internal void Claim(ServerTransaction creator) => _writer = creator;

    internal void Commit()
    {
        _committed = _pending ?? _committed;
        _pending = null;
        _writer = null;
        IsCommitted = true;
    }

    internal void RollBack()
    {
        _pending = null;
        _writer = null;
    }
}
