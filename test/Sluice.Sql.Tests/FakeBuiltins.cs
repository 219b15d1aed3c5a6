using System.Collections.Immutable;
using Sluice.Diagnostics;
using Sluice.Sql.Context;

namespace Sluice.Sql.Tests;

/// <summary>A database's side that has no database: no functions, no macros.</summary>
internal sealed class FakeBuiltins : ISqlBuiltins, IRuntimeNames
{
    public string AdapterType => "duckdb";

    public ImmutableArray<SourceText> MacroFiles => [];

    public ImmutableArray<string> FunctionNames => [];

    public IRuntimeNames AtParse => this;

    public bool IsIncremental { get; init; }

    public bool TryGet(string name, out object? value)
    {
        value = null;
        return false;
    }
}
