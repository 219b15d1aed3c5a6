using System.Collections.Immutable;
using Sluice.Diagnostics;

namespace Sluice.Sql.Context;

/// <summary>What the database's side brings along for every project; given when a project is loaded.</summary>
public interface ISqlBuiltins
{
    /// <summary>dbt's word for the database, which <c>target.type</c> and <c>adapter.dispatch</c> use: <c>duckdb</c>.</summary>
    string AdapterType { get; }

    /// <summary>Public macros that are written as templates: the package <c>dbt</c>.</summary>
    ImmutableArray<SourceText> MacroFiles { get; }

    /// <summary>The names of native functions that <see cref="IRuntimeNames"/> answers and <c>dbt.x</c> reaches.</summary>
    ImmutableArray<string> FunctionNames { get; }

    /// <summary>The names while a project is parsed.</summary>
    IRuntimeNames AtParse { get; }
}
