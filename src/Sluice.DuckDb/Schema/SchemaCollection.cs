using System.Data;
using System.Globalization;

namespace Sluice.DuckDb.Schema;

/// <summary>A collection that <c>GetSchema</c> knows: either a query, whose rows can be restricted, or a table that is always the same.</summary>
/// <param name="Name">Its name, found in any letter case.</param>
/// <param name="IdentifierParts">The parts that name one of its rows in the database.</param>
/// <param name="Restrictions">The columns of the query that can be restricted, in the order in which their values are given.</param>
internal sealed record SchemaCollection(string Name, int IdentifierParts, params string[] Restrictions)
{
    /// <summary>What selects the rows; null where <see cref="Build"/> makes them.</summary>
    internal string? Sql { get; init; }

    internal Func<DataTable>? Build { get; init; }

    /// <summary>The query, restricted to the given values; null leaves a column free.</summary>
    /// <exception cref="ArgumentException">There are more values than columns.</exception>
    internal DuckDbCommand Query(DuckDbConnection connection, string?[]? values)
    {
        EnsureTaken(values ?? []);
        var command = connection.CreateCommand($"select * from ({Sql})");
        command.StreamResult = false;
        foreach (var (column, value) in Restrictions.Zip(values ?? []))
        {
            if (value is not null)
            {
                command.Parameters.AddValue(value);
                var word = command.Parameters.Count == 1 ? "where" : "and";
                command.CommandText += string.Create(
                    CultureInfo.InvariantCulture, $" {word} lower({column}) = lower(${command.Parameters.Count})"); // names are the same in any case
            }
        }

        return command;
    }

    internal void EnsureTaken(string?[] values)
    {
        if (values.Length > Restrictions.Length)
        {
            var takes = Restrictions.Length == 0 ? "none" : string.Join(", ", Restrictions);
            throw new ArgumentException($"the collection {Name} takes these restrictions: {takes}; {values.Length} were given", nameof(values));
        }
    }

    /// <summary>The rows of the query.</summary>
    internal DataTable Fill(DuckDbDataReader reader)
    {
        var table = new DataTable(Name) { Locale = CultureInfo.InvariantCulture };
        for (var index = 0; index < reader.FieldCount; index++)
        {
            table.Columns.Add(reader.GetName(index), reader.GetFieldType(index));
        }

        var values = new object[reader.FieldCount];
        while (reader.Read())
        {
            reader.GetValues(values);
            table.Rows.Add(values);
        }

        return table;
    }
}
