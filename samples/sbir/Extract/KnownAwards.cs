using System.Runtime.InteropServices;

namespace Sbir.Extract;

/// <summary>What is known of the records of a file by their text, and which of them were found again.</summary>
internal sealed class KnownAwards
{
    private readonly Dictionary<ulong, int> _places = [];
    private readonly List<Row> _rows = [];

    /// <summary>True where nothing is known.</summary>
    internal bool IsEmpty => _rows.Count == 0;

    /// <summary>The rows that were found more or less often than the table says.</summary>
    internal IEnumerable<Row> Changes => _rows.Where(row => row.Copies != row.Found);

    /// <summary>Counts a record of the file; false where its text is not known.</summary>
    internal bool TryFind(ulong text)
    {
        if (!_places.TryGetValue(text, out var place))
        {
            return false;
        }

        CollectionsMarshal.AsSpan(_rows)[place].Found++;
        return true;
    }

    internal void Add(ulong text, Row row)
    {
        _places[text] = _rows.Count;
        _rows.Add(row);
    }

    /// <summary>A row of the table.</summary>
    /// <param name="Place">The number of the row.</param>
    /// <param name="RowHash">The record.</param>
    /// <param name="Copies">How often the file had it.</param>
    internal record struct Row(long Place, ulong RowHash, long Copies)
    {
        /// <summary>How often the file has it.</summary>
        internal long Found { get; set; }
    }
}
