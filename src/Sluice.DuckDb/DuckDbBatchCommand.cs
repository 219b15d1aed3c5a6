using System.Data;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;

namespace Sluice.DuckDb;

/// <summary>One command of a <see cref="DuckDbBatch"/>: one statement or several, with parameters of its own. It keeps its plan as a command does.</summary>
public sealed class DuckDbBatchCommand : DbBatchCommand
{
    /// <summary>A command without text.</summary>
    public DuckDbBatchCommand()
        : this(null)
    {
    }

    /// <summary>A command with its text.</summary>
    public DuckDbBatchCommand(string? commandText) => Command = new(commandText);

    /// <summary>One or more statements, separated by semicolons.</summary>
    [AllowNull]
    public override string CommandText
    {
        get => Command.CommandText;
        set => Command.CommandText = value;
    }

    /// <summary>Always <see cref="CommandType.Text"/>.</summary>
    /// <exception cref="NotSupportedException">Set to another type.</exception>
    public override CommandType CommandType
    {
        get => Command.CommandType;
        set => Command.CommandType = value;
    }

    /// <summary>The rows that the command has changed in the last execution of its batch; -1 where it changes none, or was not reached.</summary>
    public override int RecordsAffected => (int)Math.Min(Affected, int.MaxValue);

    /// <inheritdoc cref="DbBatchCommand.Parameters"/>
    public new DuckDbParameterCollection Parameters => Command.Parameters;

    /// <inheritdoc/>
    public override bool CanCreateParameter => true;

    /// <inheritdoc/>
    protected override DbParameterCollection DbParameterCollection => Parameters;

    internal DuckDbCommand Command { get; }

    internal long Affected { get; set; } = -1;

    /// <inheritdoc/>
    public override DbParameter CreateParameter() => new DuckDbParameter();
}
