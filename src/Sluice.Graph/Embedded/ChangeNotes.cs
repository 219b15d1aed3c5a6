using Sluice.DuckDb;

namespace Sluice.Graph;

/// <summary>What a load does to elements, to be noted in the table of elements at once.</summary>
internal sealed class ChangeNotes(DuckDbConnection connection, GraphTables tables)
{
    private readonly Dictionary<GraphElement, (long Rows, long Changes)> _notes = [];

    /// <summary>Adds to the rows of an element, fewer than none where some have gone, and to the changes of it.</summary>
    internal void Add(GraphElement element, long rows, long changes)
    {
        if (changes > 0)
        {
            var (before, changed) = _notes.GetValueOrDefault(element);
            _notes[element] = (before + rows, changed + changes);
        }
    }

    /// <summary>Writes them. It is also what makes two transactions that change one element conflict: two of them could else create the same node.</summary>
    internal async Task WriteAsync(CancellationToken cancellationToken)
    {
        if (_notes.Count > 0)
        {
            var values = _notes.Select(note => $"({SqlText.Literal(note.Key.Name)}, {note.Value.Rows}, {note.Value.Changes})");
            await connection.ExecuteAsync(
                $"update {tables.Elements} as e set row_count = e.row_count + n.row_count, changes = e.changes + n.changes from (values {string.Join(", ", values)}) n(name, row_count, changes) where e.name = n.name",
                cancellationToken);
        }
    }
}
