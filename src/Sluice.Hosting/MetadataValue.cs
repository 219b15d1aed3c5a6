using System.Globalization;
using System.Text.Json;
using Sluice.Hosting.Rows;
using Sluice.Runs;

namespace Sluice.Hosting;

/// <summary>A value of metadata, which says how it is to be shown. Numbers and texts convert by themselves.</summary>
public readonly record struct MetadataValue
{
    private MetadataValue(MetadataKind kind, string text) => (Kind, Text) = (kind, text);

    /// <summary>What it is.</summary>
    public MetadataKind Kind { get; }

    /// <summary>The value as text; numbers invariant.</summary>
    public string Text { get; }

    /// <summary>A whole number.</summary>
    public static implicit operator MetadataValue(long value) => Number(value);

    /// <summary>A number.</summary>
    public static implicit operator MetadataValue(double value) => Number(value);

    /// <summary>A number.</summary>
    public static implicit operator MetadataValue(decimal value) => Number(value);

    /// <summary>A line of text.</summary>
    public static implicit operator MetadataValue(string value) => new(MetadataKind.Text, value);

    /// <summary>A number.</summary>
    public static MetadataValue Number(IFormattable value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return new(MetadataKind.Number, value.ToString(null, CultureInfo.InvariantCulture));
    }

    /// <summary>Markdown.</summary>
    public static MetadataValue Markdown(string text) => new(MetadataKind.Markdown, text);

    /// <summary>A path of a file or folder.</summary>
    public static MetadataValue Path(string path) => new(MetadataKind.Path, path);

    /// <summary>An address.</summary>
    public static MetadataValue Link(Uri address)
    {
        ArgumentNullException.ThrowIfNull(address);
        return new(MetadataKind.Link, address.ToString());
    }

    /// <summary>A table: a row for each record, a column for each property. Meant for a few dozen rows.</summary>
    public static MetadataValue Table<T>(IEnumerable<T> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        var columns = RowShape.Of(typeof(T)).Columns;
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            writer.WriteStartArray();
            foreach (var row in rows)
            {
                writer.WriteStartObject();
                foreach (var column in columns)
                {
                    writer.WritePropertyName(column.Name);
                    JsonSerializer.Serialize(writer, column.Property.GetValue(row), column.Property.PropertyType);
                }

                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        }

        return new(MetadataKind.Table, System.Text.Encoding.UTF8.GetString(stream.ToArray()));
    }

    /// <inheritdoc/>
    public override string ToString() => Text;
}
