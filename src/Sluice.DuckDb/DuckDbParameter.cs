using System.Data;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using Sluice.DuckDb.Statements;

namespace Sluice.DuckDb;

/// <summary>A value for a parameter of a command: by name for <c>$name</c>, in order for <c>?</c> and <c>$1</c>.</summary>
public sealed class DuckDbParameter : DbParameter
{
    private string _parameterName = "";
    private DbType? _dbType;

    /// <summary>Has no name and the value NULL.</summary>
    public DuckDbParameter()
    {
    }

    /// <summary>Has no name: it takes its turn among the unnamed ones.</summary>
    public DuckDbParameter(object? value) => Value = value;

    /// <summary>Has a name, with or without <c>$</c>, <c>@</c> or <c>:</c> in front.</summary>
    public DuckDbParameter(string name, object? value)
    {
        ParameterName = name;
        Value = value;
    }

    /// <summary>The type that the value is converted to before it is sent. Default <see cref="DbType.Object"/>: the value's own type.</summary>
    public override DbType DbType
    {
        get => _dbType ?? DbType.Object;
        set => _dbType = value;
    }

    /// <summary>Always <see cref="ParameterDirection.Input"/>.</summary>
    /// <exception cref="NotSupportedException">Set to another direction, which DuckDB does not have.</exception>
    public override ParameterDirection Direction
    {
        get => ParameterDirection.Input;
        set
        {
            if (value != ParameterDirection.Input)
            {
                throw new NotSupportedException($"a parameter has the direction Input; DuckDB has no {value}");
            }
        }
    }

    /// <inheritdoc/>
    public override bool IsNullable { get; set; } = true;

    /// <summary>The name, with or without <c>$</c>, <c>@</c> or <c>:</c> in front; empty where it takes its turn. Letter case does not matter.</summary>
    [AllowNull]
    public override string ParameterName
    {
        get => _parameterName;
        set
        {
            _parameterName = value ?? "";
            Name = _parameterName is ['$' or '@' or ':', .. var rest] ? rest : _parameterName;
        }
    }

    /// <summary>Has no effect: values are sent whole.</summary>
    public override int Size { get; set; }

    /// <inheritdoc/>
    [AllowNull]
    public override string SourceColumn
    {
        get;
        set => field = value ?? "";
    } = "";

    /// <inheritdoc/>
    public override bool SourceColumnNullMapping { get; set; }

    /// <inheritdoc/>
    public override DataRowVersion SourceVersion { get; set; } = DataRowVersion.Current;

    /// <summary>The value; null and <see cref="DBNull"/> are both NULL.</summary>
    public override object? Value { get; set; }

    /// <summary>The name without a sign in front.</summary>
    internal string Name { get; private set; } = "";

    /// <summary>Back to the value's own type.</summary>
    public override void ResetDbType() => _dbType = null;

    internal object? BoundValue() => _dbType is { } type ? DbTypes.Convert(Value, type, Name) : Value;
}
