using System.Globalization;
using System.Text;
using Sluice.Sql.Adapters;
using Sluice.Sql.Materializations;
using Sluice.Sql.Project;

namespace Sluice.Sql.DuckDb;

/// <summary>The statements that bring a database into the state that a profile describes.</summary>
internal static class PrepareStatements
{
    internal static string Setting(string name, object? value) => $"set {RelationName.Quote(name)} = {Literal(value)}";

    internal static string Attach(AttachedDatabase attached)
    {
        var options = new List<string>();
        if (attached.Type is { Length: > 0 } type)
        {
            options.Add($"type {type}");
        }

        if (attached.ReadOnly)
        {
            options.Add("read_only");
        }

        options.AddRange(attached.Options.Select(option => $"{option.Key} {Literal(option.Value)}"));
        var alias = attached.Alias is { Length: > 0 } name ? $" as {RelationName.Quote(name)}" : "";
        return $"attach if not exists {SqlText.Literal(attached.Path)}{alias}{(options.Count > 0 ? $" ({string.Join(", ", options)})" : "")}";
    }

    internal static string Secret(DatabaseSecret secret)
    {
        var sql = new StringBuilder("create or replace secret ");
        if (secret.Name is { Length: > 0 } name)
        {
            sql.Append(RelationName.Quote(name)).Append(' ');
        }

        sql.Append("(type ").Append(secret.Type);
        foreach (var (key, value) in secret.Options)
        {
            sql.Append(", ").Append(key).Append(' ').Append(SqlText.Literal(value.Reveal()));
        }

        return sql.Append(')').ToString();
    }

    internal static string Text(object? value) => value switch
    {
        bool truth => truth ? "true" : "false",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
    };

    private static string Literal(object? value) => value switch
    {
        bool or long or int or double => Text(value),
        _ => SqlText.Literal(Text(value)),
    };
}
