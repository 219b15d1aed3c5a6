using System.Data.Common;
using System.Runtime.CompilerServices;

namespace Sluice.Graph;

/// <summary>Rows of a data reader.</summary>
internal static class ReaderRows
{
    internal static async IAsyncEnumerable<object?[]> QueryAsync(
        GraphElement element, DbConnection connection, string sql, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The caller's own query.
        command.CommandText = sql;
#pragma warning restore CA2100
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await foreach (var row in ReadAsync(element, reader, cancellationToken))
        {
            yield return row;
        }
    }

    internal static async IAsyncEnumerable<object?[]> ReadAsync(
        GraphElement element, DbDataReader reader, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        var places = RowColumns.Match(element, [.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetName)]);
        while (reader.Read())
        {
            cancellationToken.ThrowIfCancellationRequested();
            var row = new object?[places.Length];
            for (var index = 0; index < row.Length; index++)
            {
                var value = reader.GetValue(places[index]);
                row[index] = value is DBNull ? null : value;
            }

            yield return row;
        }
    }
}
