using System.Globalization;
using System.Numerics;

namespace Sluice.Sql.Materializations;

/// <summary>What rows a relation holds, whatever their order: the number of rows and the sum of their hashes.</summary>
/// <param name="Count">Rows.</param>
/// <param name="Hash">The sum of the rows' hashes.</param>
/// <param name="Shape">The names and types of the columns.</param>
internal sealed record Content(long Count, BigInteger Hash, string Shape)
{
    internal static Content Of(BuildRequest request, string? filter)
    {
        var where = filter is null ? "" : $" where {filter}";
        var row = request.Ask($"select count(*), coalesce(sum(hash(t)), 0) from {request.Target} as t{where}").Rows[0];
        var columns = request.Session.GetColumns(request.Target, request.Cancel);
        return new Content(
            Convert.ToInt64(row[0], CultureInfo.InvariantCulture),
            row[1] is BigInteger big ? big : new BigInteger(Convert.ToInt64(row[1], CultureInfo.InvariantCulture)),
            string.Join('\n', columns.Select(column => $"{column.Name} {column.Type}")));
    }
}
