using Sluice.DuckDb;

namespace Sluice.Graph.Tests.Embedded;

/// <summary>A DuckDB in memory, and what a query of it gives as text.</summary>
internal sealed class Warehouse : IDisposable
{
    internal Warehouse() => Connection.Open();

    internal DuckDbConnection Connection { get; } = new();

    internal EmbeddedGraph Graph(GraphSchema? schema = null) => EmbeddedGraph.On(schema ?? Sample.Schema(), Connection);

    internal void Execute(string sql)
    {
        using var command = Connection.CreateCommand(sql);
        command.ExecuteNonQuery();
    }

    /// <summary>The rows, values joined by commas, one a line.</summary>
    internal string Show(string sql) => Show(Connection, sql);

    internal static string Show(DuckDbConnection connection, string sql)
    {
        using var command = connection.CreateCommand($"select concat_ws(',', *columns(*)) from ({sql})");
        using var reader = command.ExecuteReader();
        var lines = new List<string>();
        while (reader.Read())
        {
            lines.Add(reader.GetString(0));
        }

        return string.Join('\n', lines);
    }

    public void Dispose() => Connection.Dispose();
}
