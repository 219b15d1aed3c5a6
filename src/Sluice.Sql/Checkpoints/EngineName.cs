using System.Globalization;
using Sluice.Sql.Adapters;

namespace Sluice.Sql.Checkpoints;

/// <summary>The database engine and its version: another version may hash the same rows in another way.</summary>
internal static class EngineName
{
    internal static string Of(ISqlSession session, ISqlAdapter adapter, CancellationToken cancel) => string.Create(
        CultureInfo.InvariantCulture, $"{adapter.Type} {session.Query("select version()", cancel).Scalar}");
}
