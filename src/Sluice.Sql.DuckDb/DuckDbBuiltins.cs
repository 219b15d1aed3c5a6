using System.Collections.Immutable;
using Sluice.Diagnostics;
using Sluice.Sql.Context;
using Sluice.Sql.Operations;

namespace Sluice.Sql.DuckDb;

/// <summary>What DuckDB brings along for every project: dbt's public macros, written for DuckDB.</summary>
public sealed class DuckDbBuiltins : ISqlBuiltins
{
    private static readonly ImmutableArray<string> Files = ["types_and_functions.sql", "relations.sql"];

    private DuckDbBuiltins()
    {
    }

    /// <summary>The one object; it has no state.</summary>
    public static DuckDbBuiltins Instance { get; } = new();

    /// <inheritdoc/>
    public string AdapterType => "duckdb";

    /// <inheritdoc/>
    public ImmutableArray<SourceText> MacroFiles { get; } = [.. Files.Select(Read)];

    /// <inheritdoc/>
    public ImmutableArray<string> FunctionNames { get; } = [.. RuntimeNames.FunctionNames];

    /// <inheritdoc/>
    public IRuntimeNames AtParse { get; } = new ParseNames();

    private static SourceText Read(string name)
    {
        using var stream = typeof(DuckDbBuiltins).Assembly.GetManifestResourceStream($"Sluice.Sql.DuckDb.Macros.{name}")
            ?? throw new InvalidOperationException($"the macros `{name}` are not in the program");
        using var reader = new StreamReader(stream);
        return new SourceText($"dbt/{name}", reader.ReadToEnd());
    }

    // A render changes what its names remember, so that each thread that parses has names of its own.
    private sealed class ParseNames : IRuntimeNames
    {
        [ThreadStatic]
        private static RuntimeNames? _names;

        public bool IsIncremental => false;

        public bool TryGet(string name, out object? value)
        {
            _names ??= new RuntimeNames("duckdb", session: null, CancellationToken.None);
            return _names.TryGet(name, out value);
        }
    }
}
