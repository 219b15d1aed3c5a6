using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text;
using Sluice.Assets;
using Sluice.Sql.Adapters;
using Sluice.Sql.Nodes;
using Sluice.Threads;

namespace Sluice.Cli.Artifacts;

/// <summary>Keeps the SQL of each step as files: what templates rendered to in <c>target/compiled</c>, what was sent to the database in <c>target/run</c>.</summary>
/// <remarks>Files are written behind the steps: creating two of them takes longer than a small step does.</remarks>
/// <param name="target">The target folder, absolute.</param>
internal sealed class SqlFiles(string target) : IDisposable
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    private readonly ConcurrentDictionary<string, string> _compiled = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, ImmutableArray<CompiledExpression>> _expressions = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<(string Node, string Kind), string> _paths = new();
    private readonly WorkThreads _writer = new("sluice sql files", most: 1);
    private readonly HashSet<string> _folders = new(StringComparer.Ordinal);
    private Exception? _first;

    /// <summary>The folder of the compiled SQL.</summary>
    internal string CompiledFolder => Path.Combine(target, "compiled");

    /// <summary>The SQL that a node was last compiled to; null where it was not.</summary>
    internal string? Compiled(string uniqueId) => _compiled.GetValueOrDefault(uniqueId);

    /// <summary>The ephemeral models in that SQL.</summary>
    internal ImmutableArray<CompiledExpression> Expressions(string uniqueId) => _expressions.GetValueOrDefault(uniqueId, []);

    /// <summary>The file of a node's SQL below the folder of its kind, <c>compiled</c> or <c>run</c>; null where none was written.</summary>
    internal string? PathOf(string uniqueId, string kind) => _paths.GetValueOrDefault((uniqueId, kind));

    /// <summary>Keeps the SQL of a node for its result alone; no file is written.</summary>
    internal void Note(string uniqueId, string sql) => _compiled[uniqueId] = sql;

    internal void WriteCompiled(SqlNode node, PartitionKey partition, CompiledSql sql)
    {
        _compiled[node.UniqueId] = sql.Sql;
        if (!sql.Expressions.IsEmpty)
        {
            _expressions[node.UniqueId] = sql.Expressions;
        }

        Write("compiled", node, partition, sql.Sql);
    }

    internal void WriteRun(SqlNode node, PartitionKey partition, string sql) => Write("run", node, partition, sql);

    /// <summary>Waits until all files until now are written.</summary>
    /// <exception cref="IOException">A file could not be written; the others are.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be written to.</exception>
    internal Task FlushAsync() => _writer.RunAsync(() => _first is null ? true : throw _first);

    public void Dispose() => _writer.Dispose();

    private void Write(string kind, SqlNode node, PartitionKey partition, string sql)
    {
        var path = Path.Combine(node.PackageName, RelativePath(node, partition));
        _paths[(node.UniqueId, kind)] = path;
        _writer.Post(() => Write(Path.Combine(target, kind, path), sql));
    }

    private void Write(string path, string sql)
    {
        try
        {
            var folder = Path.GetDirectoryName(path)!;
            if (_folders.Add(folder))
            {
                Directory.CreateDirectory(folder);
            }

            File.WriteAllText(path, sql, Utf8);
        }
        catch (Exception error)
        {
            // Thrown where the files are waited for: what leaves this thread would end the process.
            _first ??= error;
        }
    }

    // dbt: a test of a properties file lies in a folder that has the file's name, and so does a hook of dbt_project.yml.
    private static string RelativePath(SqlNode node, PartitionKey partition)
    {
        var path = node switch
        {
            TestNode { IsSingular: false } or UnitTestNode => Path.Combine(node.OriginalFilePath, $"{node.Alias}.sql"),
            // Several of them may stand in one file.
            ModelNode { Code: not null } or TestNode { Code: not null } => Path.Combine(node.OriginalFilePath, $"{node.Name}.sql"),
            OperationNode => Path.Combine(Path.GetFileName(node.OriginalFilePath), node.Path),
            _ => node.OriginalFilePath,
        };
        if (partition.IsNone)
        {
            return path;
        }

        var key = string.Concat(partition.ToString().Select(character => char.IsLetterOrDigit(character) || character is '-' or '_' or '.' ? character : '_'));
        return Path.ChangeExtension(path, $".{key}.sql");
    }
}
