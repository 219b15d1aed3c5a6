using System.Collections.Immutable;
using System.Globalization;
using Sluice.Sql.Nodes;

namespace Sluice.Sql.Materializations.External;

/// <summary>The file, or the folder of files, that an external model is written to.</summary>
internal sealed record ExternalFile
{
    private static readonly ImmutableArray<string> Formats = ["parquet", "csv", "json"];

    // DuckDB's COPY wants a text for these.
    private static readonly ImmutableArray<string> TextOptions = ["delimiter", "delim", "sep", "quote", "escape", "null", "nullstr", "dateformat", "timestampformat", "filename_pattern"];

    /// <summary>As the user wrote it, or an absolute path where it is one of this machine.</summary>
    internal required string Location { get; init; }

    /// <summary><c>parquet</c>, <c>csv</c> or <c>json</c>.</summary>
    internal required string Format { get; init; }

    /// <summary>The options of <c>COPY</c>, the format not among them.</summary>
    internal required ImmutableArray<KeyValuePair<string, string>> Options { get; init; }

    /// <summary>The columns that name the folders; empty for one file.</summary>
    internal required ImmutableArray<string> PartitionBy { get; init; }

    /// <summary>True where DuckDB writes several files into a folder.</summary>
    internal bool IsFolder => !PartitionBy.IsEmpty || IsOn("per_thread_output") || Has("file_size_bytes");

    /// <summary>True where files of earlier builds stay: <c>append</c> or <c>overwrite_or_ignore</c>.</summary>
    internal bool KeepsOthers => IsOn("append") || IsOn("overwrite_or_ignore");

    internal bool Appends => IsOn("append");

    /// <summary>True where it lies in an object store, which shows a file only when it is whole.</summary>
    internal bool IsRemote => Location.Contains("://", StringComparison.Ordinal);

    /// <summary>What a reader is told to read.</summary>
    internal string ReadLocation => IsFolder
        ? $"{Location}/{string.Concat(Enumerable.Repeat("*/", PartitionBy.Length))}*.{Format}"
        : Location;

    internal static bool IsFormat(string? format) => format is not null && Formats.Contains(format, StringComparer.Ordinal);

    /// <summary>Where a model's file lies, as far as its config says.</summary>
    /// <param name="config">The model's config.</param>
    /// <param name="identifier">The name of its relation.</param>
    /// <param name="root">The profile's <c>external_root</c>; null for the working directory.</param>
    /// <param name="render">Renders a text of the config.</param>
    internal static ExternalFile Of(NodeConfig config, string identifier, string? root, Func<string, string> render)
    {
        var options = new OrderedDictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (key, value) in config.GetMap("options") ?? ImmutableDictionary<string, object?>.Empty)
        {
            options[key] = render(TextOf(value));
        }

        if (config.GetString("delimiter") is { Length: > 0 } delimiter)
        {
            options["delimiter"] = delimiter;
        }

        var columns = Columns(options.GetValueOrDefault("partition_by"));
        columns = columns.IsEmpty ? config.GetStrings("partition_by") : columns;
        options.Remove("partition_by");
        var isFolder = !columns.IsEmpty || string.Equals(options.GetValueOrDefault("per_thread_output"), "true", StringComparison.OrdinalIgnoreCase) || options.ContainsKey("file_size_bytes");
        var given = config.GetString("format") ?? options.GetValueOrDefault("format");
        options.Remove("format");
        var location = config.GetString("location") is { Length: > 0 } text
            ? render(text)
            : Path.Combine(root ?? ".", isFolder ? identifier : $"{identifier}.{given ?? "parquet"}");
        var extension = Path.GetExtension(location).TrimStart('.').ToLowerInvariant();
        var format = given?.ToLowerInvariant() ?? (IsFormat(extension) ? extension : options.ContainsKey("delimiter") ? "csv" : "parquet");
        if (format == "csv" && !options.ContainsKey("header"))
        {
            options["header"] = "true";
        }

        return new ExternalFile
        {
            Location = location.Contains("://", StringComparison.Ordinal) ? location : Path.GetFullPath(location),
            Format = format,
            Options = [.. options],
            PartitionBy = columns,
        };
    }

    /// <summary>The options of <c>COPY</c> in parentheses.</summary>
    internal string CopyOptions()
    {
        var parts = new List<string> { $"format {Format}" };
        foreach (var (key, value) in Options.Where(option => !IsForFolders(option.Key)))
        {
            parts.Add($"{key} {(TextOptions.Contains(key.ToLowerInvariant()) && !value.StartsWith('\'') ? SqlText.Literal(value) : value)}");
        }

        if (!PartitionBy.IsEmpty)
        {
            parts.Add($"partition_by ({SqlText.Columns(PartitionBy)})");
        }

        if (Appends && !Has("filename_pattern"))
        {
            // A name that no earlier build has given.
            parts.Add("filename_pattern 'data_{uuid}'");
        }

        return $"({string.Join(", ", parts)})";
    }

    /// <summary>The call that reads what was written.</summary>
    internal string Reader(NodeConfig config)
    {
        var read = new OrderedDictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        if (Format == "csv")
        {
            foreach (var (key, value) in Options)
            {
                if (key.ToLowerInvariant() is "delimiter" or "delim" or "sep" or "quote" or "escape")
                {
                    read[key is "quote" or "escape" ? key : "delim"] = value.StartsWith('\'') ? value : SqlText.Literal(value);
                }
            }
        }

        foreach (var (key, value) in config.GetMap($"{Format}_read_options") ?? ImmutableDictionary<string, object?>.Empty)
        {
            read[key] = value is string text && !text.StartsWith('\'') && !IsWord(text) ? SqlText.Literal(text) : TextOf(value);
        }

        var arguments = string.Concat(read.Select(pair => $", {pair.Key} = {pair.Value}"));
        return $"read_{Format}({SqlText.Literal(ReadLocation)}{arguments})";
    }

    // The folder is made by us; DuckDB gets an empty one.
    private static bool IsForFolders(string key) => key.ToLowerInvariant() is "append" or "overwrite_or_ignore" or "overwrite";

    private static bool IsWord(string text) => text.Length > 0 && (text[0] is '[' or '{' || bool.TryParse(text, out _) || double.TryParse(text, CultureInfo.InvariantCulture, out _));

    private static string TextOf(object? value) => value is bool truth ? truth ? "true" : "false" : Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";

    private static ImmutableArray<string> Columns(string? text) => text is null
        ? []
        : [.. text.Trim().TrimStart('(').TrimEnd(')').Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(name => name.Trim('"'))];

    private bool Has(string key) => Options.Any(option => string.Equals(option.Key, key, StringComparison.OrdinalIgnoreCase));

    private bool IsOn(string key) => Options.Any(option =>
        string.Equals(option.Key, key, StringComparison.OrdinalIgnoreCase) && option.Value is var value && !string.Equals(value, "false", StringComparison.OrdinalIgnoreCase) && value != "0");
}
