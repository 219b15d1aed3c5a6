using System.Collections.Immutable;
using Sluice.Diagnostics;
using Sluice.Jinja;
using Sluice.Sql.Context;

namespace Sluice.Sql.Tests.Caching;

/// <summary>A database's side whose one function, <c>rendered()</c>, counts its calls.</summary>
internal sealed class CountingBuiltins : ISqlBuiltins, IRuntimeNames
{
    private int _count;

    public string AdapterType => "duckdb";

    public ImmutableArray<SourceText> MacroFiles => [];

    public ImmutableArray<string> FunctionNames => ["rendered"];

    public IRuntimeNames AtParse => this;

    public bool IsIncremental => false;

    internal int Count => _count;

    public bool TryGet(string name, out object? value)
    {
        value = name == "rendered" ? new JinjaFunction(name, _ => Interlocked.Increment(ref _count) > 0 ? "" : null) : null;
        return value is not null;
    }
}
