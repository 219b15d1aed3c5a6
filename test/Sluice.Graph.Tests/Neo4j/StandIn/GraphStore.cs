using System.Collections.Concurrent;

namespace Sluice.Graph.Tests.Neo4j.StandIn;

/// <summary>Nodes, relationships, constraints and indexes of one database.</summary>
internal sealed class GraphStore
{
    private readonly Lock _gate = new();
    private readonly Dictionary<(string Type, string Property, object Value), List<Entity>> _nodes = [];
    private readonly Dictionary<(Entity From, string Type, Entity To), List<Entity>> _relationships = [];
    private readonly List<Entity> _all = [];
    private long _lastId;
    private long _lastTransaction;

    internal LockManager Locks { get; } = new();

    /// <summary>Label and property, by the constraint's name.</summary>
    internal ConcurrentDictionary<string, (string Label, string Property)> Constraints { get; } = new(StringComparer.Ordinal);

    internal ConcurrentDictionary<string, string> Indexes { get; } = new(StringComparer.Ordinal);

    internal long LastCommit { get; private set; }

    internal ServerTransaction Begin() => new(Interlocked.Increment(ref _lastTransaction));

    internal Entity? FindNode(ServerTransaction reader, string label, string property, object value)
    {
        lock (_gate)
        {
            return _nodes.GetValueOrDefault((label, property, value))?.Find(node =>
                node.IsVisibleTo(reader) && node.PropertiesFor(reader).TryGetValue(property, out var found) && found.Equals(value));
        }
    }

    internal Entity? FindRelationship(ServerTransaction reader, Entity from, string type, Entity to, string? property, object? value)
    {
        lock (_gate)
        {
            return _relationships.GetValueOrDefault((from, type, to))?.Find(relationship =>
                relationship.IsVisibleTo(reader)
                && (property is null || (relationship.PropertiesFor(reader).TryGetValue(property, out var found) && found.Equals(value))));
        }
    }

    internal Entity Create(ServerTransaction writer, string type, Entity? from = null, Entity? to = null)
    {
        lock (_gate)
        {
            var entity = new Entity(++_lastId, type, from, to);
            entity.Claim(writer);
            writer.Created.Add(entity);
            writer.Written.Add(entity);
            _all.Add(entity);
            if (from is not null && to is not null)
            {
                _relationships.TryAdd((from, type, to), []);
                _relationships[(from, type, to)].Add(entity);
            }

            return entity;
        }
    }

    /// <summary>Sets a property of an entity whose lock the transaction holds.</summary>
    internal async Task<int> SetAsync(ServerTransaction writer, Entity entity, string name, object? value)
    {
        if (value is not null && Constraints.Values.Contains((entity.Type, name)))
        {
            await Locks.TakeAsync(writer, $"INDEX_ENTRY({entity.Type}.{name}={value})");
            EnsureUnique(entity, name, value);
        }

        lock (_gate)
        {
            writer.Written.Add(entity);
            if (value is not null && entity.From is null)
            {
                _nodes.TryAdd((entity.Type, name, value), []);
                _nodes[(entity.Type, name, value)].Add(entity);
            }

            return entity.Set(writer, name, value);
        }
    }

    internal void Commit(ServerTransaction transaction)
    {
        lock (_gate)
        {
            foreach (var entity in transaction.Written)
            {
                entity.Commit();
            }

            LastCommit++;
        }

        Locks.ReleaseAll(transaction);
    }

    internal void RollBack(ServerTransaction transaction)
    {
        lock (_gate)
        {
            foreach (var entity in transaction.Written)
            {
                entity.RollBack();
            }

            foreach (var entity in transaction.Created)
            {
                _all.Remove(entity);
            }

            transaction.Written.Clear();
            transaction.Created.Clear();
        }

        Locks.ReleaseAll(transaction);
    }

    internal IReadOnlyList<Entity> Committed(string type)
    {
        lock (_gate)
        {
            return [.. _all.Where(entity => entity.Type == type && entity.IsCommitted)];
        }
    }

    private void EnsureUnique(Entity entity, string name, object value)
    {
        lock (_gate)
        {
            var other = _nodes.GetValueOrDefault((entity.Type, name, value))?.Find(node =>
                node != entity && (node.IsCommitted || _all.Contains(node)) && node.Latest.TryGetValue(name, out var found) && found.Equals(value));
            if (other is not null)
            {
                throw new Neo4jError(
                    "Neo.ClientError.Schema.ConstraintValidationFailed",
                    $"Node({other.Id}) already exists with label `{entity.Type}` and property `{name}` = '{value}'");
            }
        }
    }
}
