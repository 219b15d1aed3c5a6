using System.Buffers;
using System.Text.Json;

namespace Sluice.Sql.Artifacts;

/// <summary>Writes the members of a large object on all processors, in their order.</summary>
internal static class ManyMembers
{
    private const int PieceSize = 200;

    /// <summary>Writes an object, one member for each item.</summary>
    /// <param name="writer">Takes the object.</param>
    /// <param name="stream">Where the writer's text goes.</param>
    /// <param name="name">The object's name.</param>
    /// <param name="items">The items.</param>
    /// <param name="write">Writes one item's member, name and all; called from several threads.</param>
    internal static void Write<T>(Utf8JsonWriter writer, Stream stream, string name, IReadOnlyList<T> items, Action<Utf8JsonWriter, T> write)
    {
        writer.WriteStartObject(name);
        writer.Flush();
        var pieces = Enumerable.Range(0, Environment.ProcessorCount).Select(_ => new Piece()).ToArray();
        for (var start = 0; start < items.Count; start += PieceSize * pieces.Length)
        {
            var first = start;
            Parallel.For(0, pieces.Length, index => pieces[index].Fill(items, first + index * PieceSize, PieceSize, write));
            foreach (var piece in pieces)
            {
                piece.Send(stream, isFirst: first == 0 && ReferenceEquals(piece, pieces[0]));
            }
        }

        writer.WriteEndObject();
    }

    // Some members between the braces of an object of their own.
    private sealed class Piece
    {
        private readonly ArrayBufferWriter<byte> _buffer = new();
        private readonly Utf8JsonWriter _writer;

        internal Piece() => _writer = ArtifactJson.NewWriter(_buffer);

        internal void Fill<T>(IReadOnlyList<T> items, int start, int count, Action<Utf8JsonWriter, T> write)
        {
            _buffer.ResetWrittenCount();
            _writer.Reset();
            _writer.WriteStartObject();
            for (var i = start; i < Math.Min(start + count, items.Count); i++)
            {
                write(_writer, items[i]);
            }

            _writer.WriteEndObject();
            _writer.Flush();
        }

        internal void Send(Stream stream, bool isFirst)
        {
            var members = _buffer.WrittenSpan[1..^1];
            if (members.IsEmpty)
            {
                return;
            }

            if (!isFirst)
            {
                stream.WriteByte((byte)',');
            }

            stream.Write(members);
        }
    }
}
