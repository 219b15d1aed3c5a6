using System.Collections.ObjectModel;
using System.Data;
using System.Data.Common;
using Sluice.DuckDb.Results;

namespace Sluice.DuckDb;

/// <content>The columns of the current result.</content>
public sealed partial class DuckDbDataReader
{
    /// <inheritdoc/>
    public override int FieldCount => Columns.Count;

    private ResultColumns Columns
    {
        get
        {
            EnsureOpen();
            return _columns;
        }
    }

    /// <inheritdoc/>
    public override string GetName(int ordinal) => Columns.Name(ordinal);

    /// <summary>The position of a column by name; letter case matters only where several names differ in nothing else.</summary>
    public override int GetOrdinal(string name) => Columns.Ordinal(name);

    /// <summary>The DuckDB type, such as <c>DECIMAL(18,2)</c>.</summary>
    public override string GetDataTypeName(int ordinal) => Columns.Vector(ordinal).Type.Name;

    /// <summary>The DuckDB type with all its parts.</summary>
    public DuckDbType GetDuckDbType(int ordinal) => Columns.Vector(ordinal).Type;

    /// <summary>The type of <see cref="GetValue"/>.</summary>
    public override Type GetFieldType(int ordinal) => Columns.Vector(ordinal).FieldType;

    /// <inheritdoc/>
    public override DataTable? GetSchemaTable() => FieldCount == 0 ? null : SchemaTable.Of(Columns.Describe());

    /// <summary>The columns of the current result; each is a <see cref="DuckDbColumn"/>.</summary>
    public ReadOnlyCollection<DbColumn> GetColumnSchema() => new([.. Columns.Describe()]);
}
