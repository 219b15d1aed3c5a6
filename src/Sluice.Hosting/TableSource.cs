using Sluice.Sql.Adapters;
using Sluice.Sql.Nodes;

namespace Sluice.Hosting;

/// <summary>Where a table's rows come from.</summary>
/// <param name="Adapter">The database.</param>
/// <param name="Reader">The node that reads, for messages.</param>
/// <param name="Sql">A relation or a query in parentheses; null for no rows.</param>
internal sealed record TableSource(ISqlAdapter Adapter, SqlNode Reader, string? Sql);
