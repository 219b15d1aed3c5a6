using System.Globalization;
using Sluice.Assets;
using Sluice.Jinja;
using Sluice.Partitions;
using Sluice.Sql.Materializations;

namespace Sluice.Sql.Context;

/// <summary>The partition that a template is rendered for; what <c>partition</c> means in it.</summary>
internal sealed class PartitionState : JinjaObject
{
    internal PartitionState(PartitionSet set, PartitionKey key)
    {
        Set = set;
        Key = key;
        Index = set.IndexOf(key);
    }

    internal PartitionSet Set { get; }

    internal PartitionKey Key { get; }

    internal int Index { get; }

    public override string TypeName => "partition";

    internal object? Value => ToValue(Key);

    public override string ToText() => Key.Text ?? "";

    public override bool TryGetAttribute(string name, out object? value)
    {
        (value, var found) = name switch
        {
            "key" => (Value, true),
            "name" => (Set.Name, true),
            "column" => (Set.Column, true),
            "first" => (Index == 0, true),
            "last" => (Index == Set.Keys.Length - 1, true),
            "index" => ((long)Index, true),
            "previous" => (ToValue(Set.Back(Key, 1)), true),
            "next" => (Index + 1 < Set.Keys.Length ? ToValue(Set.Keys[Index + 1]) : null, true),
            "keys" => (new JinjaList(Set.Keys.Select(ToValue)), true),
            "sql" => (PartitionSql.Literal(Set, Key), true),
            "start" when !Set.Bounds.IsEmpty => (Day(Index), true),
            "end" when !Set.Bounds.IsEmpty => (Day(Index + 1), true),
            _ => ((object?)null, false),
        };
        return found;
    }

    private string Day(int bound) => Set.Bounds[bound].ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>A whole number where the key is one, else the text.</summary>
    internal static object? ToValue(PartitionKey key) =>
        long.TryParse(key.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : key.Text;
}
