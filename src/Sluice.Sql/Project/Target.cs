using System.Collections.Immutable;
using Sluice.Diagnostics;

namespace Sluice.Sql.Project;

/// <summary>The database that a run builds in: one output of a profile.</summary>
public sealed record Target
{
    /// <summary>The output's name, such as <c>dev</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The profile's name.</summary>
    public required string ProfileName { get; init; }

    /// <summary>The file that says so.</summary>
    public SourceText Source { get; init; } = new("profiles.yml", "");

    /// <summary>The kind of database: <c>duckdb</c>.</summary>
    public required string Type { get; init; }

    /// <summary>The schema that models are built in unless they say otherwise. Default: <c>main</c>.</summary>
    public required string Schema { get; init; }

    /// <summary>The database (DuckDB: the catalog) that models are built in.</summary>
    public required string Database { get; init; }

    /// <summary>The database file, relative to the working directory, or <c>:memory:</c>.</summary>
    public required string Path { get; init; }

    /// <summary>How many steps run side by side. Default 1.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>Settings of the database, in the order of the file.</summary>
    public ImmutableArray<KeyValuePair<string, object?>> Settings { get; init; } = [];

    /// <summary>Options that must be set before the database is opened.</summary>
    public ImmutableArray<KeyValuePair<string, object?>> ConfigOptions { get; init; } = [];

    /// <summary>The names of extensions to load.</summary>
    public ImmutableArray<string> Extensions { get; init; } = [];

    /// <summary>Other databases to attach.</summary>
    public ImmutableArray<AttachedDatabase> Attach { get; init; } = [];

    /// <summary>Secrets to create; their values are hidden from every text.</summary>
    public ImmutableArray<DatabaseSecret> Secrets { get; init; } = [];

    /// <summary>The folder that external files are written to; null for the working directory.</summary>
    public string? ExternalRoot { get; init; }

    /// <summary>The database file of a place beside this one: <c>x.duckdb</c> becomes <c>x.&lt;place&gt;.duckdb</c>. A database in memory stays as it is.</summary>
    /// <remarks>The name of the catalog stays: DuckDB takes what stands before the first dot, so that the same SQL runs in every place.</remarks>
    /// <param name="path">The file.</param>
    /// <param name="place">The place; null for the file itself.</param>
    public static string PathAt(string path, string? place)
    {
        ArgumentNullException.ThrowIfNull(path);
        return place is null || path.StartsWith(":memory:", StringComparison.Ordinal) || path.Length == 0
            ? path
            : System.IO.Path.Combine(System.IO.Path.GetDirectoryName(path) ?? "", $"{System.IO.Path.GetFileNameWithoutExtension(path)}.{place}{System.IO.Path.GetExtension(path)}");
    }

    /// <summary>Every plain value of the output, for <c>target.x</c> in templates. Secrets are not in it.</summary>
    public ImmutableArray<KeyValuePair<string, object?>> Values { get; init; } = [];
}

/// <summary>A database beside the main one.</summary>
/// <param name="Path">The file or address.</param>
/// <param name="Alias">Its name; null for the file's stem.</param>
/// <param name="Type">The kind of database; null for DuckDB.</param>
/// <param name="ReadOnly">True where nothing is written to it.</param>
/// <param name="Options">Further options of the statement.</param>
public sealed record AttachedDatabase(
    string Path, string? Alias, string? Type, bool ReadOnly, ImmutableArray<KeyValuePair<string, object?>> Options);

/// <summary>A secret of the database.</summary>
/// <param name="Name">Its name; null for the type's default.</param>
/// <param name="Type">Such as <c>s3</c>.</param>
/// <param name="Options">Its fields.</param>
public sealed record DatabaseSecret(string? Name, string Type, ImmutableArray<KeyValuePair<string, SecretText>> Options);

/// <summary>A text that no message, log or artifact shows.</summary>
/// <param name="value">The text.</param>
public sealed class SecretText(string value)
{
    /// <summary>The text itself, for the one statement that needs it.</summary>
    public string Reveal() => value;

    /// <summary><c>***</c>.</summary>
    public override string ToString() => "***";
}
