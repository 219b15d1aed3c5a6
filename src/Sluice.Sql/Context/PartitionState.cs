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
            "first" => (Set.IsFirst(Key), true),
            "last" => (Set.Forward(Key, 1).IsNone, true),
            "index" => ((long)Index, true),
            "previous" => (ToValue(Set.Back(Key, 1)), true),
            "next" => (ToValue(Set.Forward(Key, 1)), true),
            "keys" => (new JinjaList(Set.Keys.Select(ToValue)), true),
            "sql" when Set.Dimensions.IsEmpty => (PartitionSql.Literal(Set, Key), true),
            "start" when !Set.Bounds.IsEmpty => (Day(Index), true),
            "end" when !Set.Bounds.IsEmpty => (Day(Index + 1), true),
            _ when Set.Dimensions.FirstOrDefault(dimension => dimension.Name == name) is { } dimension => (ToValue(Set.PartOf(Key, dimension)), true),
            _ => ((object?)null, false),
        };
        return found;
    }

    /// <summary>The value of the variable that holds the key, or a part of it; false where it is none.</summary>
    internal bool TryGetVariable(string name, out object? value)
    {
        var dimension = (Set.Dimensions.IsEmpty ? [Set] : Set.Dimensions).FirstOrDefault(dimension => string.Equals(dimension.Variable, name, StringComparison.Ordinal));
        value = dimension is null ? null : ToValue(Set.PartOf(Key, dimension));
        return dimension is not null;
    }

    private string Day(int bound) => Set.Bounds[bound].ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>A whole number where the key is one, else the text.</summary>
    internal static object? ToValue(PartitionKey key) =>
        long.TryParse(key.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : key.Text;
}
