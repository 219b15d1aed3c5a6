using System.Collections.Concurrent;
using System.Text;
using Sluice.Assets;
using Sluice.Sql.Nodes;

namespace Sluice.Cli.Artifacts;

/// <summary>Keeps the SQL of each step as files: what templates rendered to in <c>target/compiled</c>, what was sent to the database in <c>target/run</c>.</summary>
/// <param name="target">The target folder, absolute.</param>
internal sealed class SqlFiles(string target)
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    private readonly ConcurrentDictionary<string, string> _compiled = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> _folders = new(StringComparer.Ordinal);

    /// <summary>The folder of the compiled SQL.</summary>
    internal string CompiledFolder => Path.Combine(target, "compiled");

    /// <summary>The SQL that a node was last compiled to; null where it was not.</summary>
    internal string? Compiled(string uniqueId) => _compiled.GetValueOrDefault(uniqueId);

    internal void WriteCompiled(SqlNode node, PartitionKey partition, string sql)
    {
        _compiled[node.UniqueId] = sql;
        Write("compiled", node, partition, sql);
    }

    internal void WriteRun(SqlNode node, PartitionKey partition, string sql) => Write("run", node, partition, sql);

    private void Write(string kind, SqlNode node, PartitionKey partition, string sql)
    {
        if (node is OperationNode)
        {
            return;
        }

        var path = Path.Combine(target, kind, node.PackageName, RelativePath(node, partition));
        var folder = Path.GetDirectoryName(path)!;
        // Known only once it exists: a step beside this one may be about to write into it.
        _folders.GetOrAdd(folder, static path => Directory.CreateDirectory(path).Exists);
        File.WriteAllText(path, sql, Utf8);
    }

    // dbt: a test of a properties file lies in a folder that has the file's name.
    private static string RelativePath(SqlNode node, PartitionKey partition)
    {
        var path = node is TestNode { IsSingular: false } ? Path.Combine(node.OriginalFilePath, $"{node.Alias}.sql") : node.OriginalFilePath;
        if (partition.IsNone)
        {
            return path;
        }

        var key = string.Concat(partition.ToString().Select(character => char.IsLetterOrDigit(character) || character is '-' or '_' or '.' ? character : '_'));
        return Path.ChangeExtension(path, $".{key}.sql");
    }
}
