using Sluice.DuckDb.Connections;
using Sluice.DuckDb.Errors;
using Sluice.DuckDb.Native;

namespace Sluice.DuckDb.Statements;

/// <summary>One statement, planned once, run any number of times.</summary>
internal sealed class PreparedStatement : IDisposable, ISessionChild
{
    private readonly Session _session;

    internal PreparedStatement(Session session, ExtractedHandle statements, ulong index, string sql)
    {
        _session = session;
        var state = NativeMethods.PrepareExtracted(session.Connection, statements, index, out var statement);
        Handle = new StatementHandle(statement);
        if (state != DuckDbState.Success)
        {
            var message = Utf8.Borrowed(NativeMethods.PrepareError(Handle));
            Handle.Dispose();
            throw DuckDbErrors.FromStatement(message, sql);
        }

        Kind = NativeMethods.PreparedStatementType(Handle);
        try
        {
            Parameters = ReadParameters();
        }
        catch
        {
            Handle.Dispose();
            throw;
        }

        session.Track(this);
    }

    internal StatementHandle Handle { get; }

    internal StatementKind Kind { get; }

    /// <summary>What the statement takes, in the order of its indexes.</summary>
    internal IReadOnlyList<StatementParameter> Parameters { get; }

    public void Abandon() => Dispose();

    public void Dispose()
    {
        _session.Forget(this);
        Handle.Dispose();
    }

    private StatementParameter[] ReadParameters()
    {
        var parameters = new StatementParameter[NativeMethods.ParameterCount(Handle)];
        for (var index = 0; index < parameters.Length; index++)
        {
            var place = (ulong)index + 1;
            parameters[index] = new(
                Utf8.Owned(NativeMethods.ParameterName(Handle, place)) is { Length: > 0 } name ? name : throw ParameterErrors.Gap(index + 1),
                DuckDbType.Read(NativeMethods.ParameterLogicalType(Handle, place)));
        }

        return parameters;
    }
}

/// <summary>A place in a statement that takes a value.</summary>
/// <param name="Name">The name in the SQL; a number for <c>?</c> and <c>$1</c>.</param>
/// <param name="Type">The type that the statement expects; of unknown kind where any will do.</param>
internal sealed record StatementParameter(string Name, DuckDbType Type)
{
    /// <summary>The position from 1, or 0 for a named one.</summary>
    internal int Position { get; } = int.TryParse(Name, System.Globalization.CultureInfo.InvariantCulture, out var position) ? position : 0;
}
