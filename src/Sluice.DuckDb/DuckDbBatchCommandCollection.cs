using System.Data.Common;

namespace Sluice.DuckDb;

/// <summary>The commands of a batch, in the order in which they run.</summary>
public sealed class DuckDbBatchCommandCollection : DbBatchCommandCollection
{
    private readonly List<DuckDbBatchCommand> _commands = [];

    internal DuckDbBatchCommandCollection()
    {
    }

    /// <inheritdoc/>
    public override int Count => _commands.Count;

    /// <inheritdoc/>
    public override bool IsReadOnly => false;

    /// <summary>The command at a position.</summary>
    public new DuckDbBatchCommand this[int index]
    {
        get => _commands[index];
        set => _commands[index] = Own(value);
    }

    /// <summary>Adds a command with that text.</summary>
    public DuckDbBatchCommand Add(string commandText)
    {
        var command = new DuckDbBatchCommand(commandText);
        _commands.Add(command);
        return command;
    }

    /// <inheritdoc/>
    public override void Add(DbBatchCommand item) => _commands.Add(Own(item));

    /// <inheritdoc/>
    public override void Clear() => _commands.Clear();

    /// <inheritdoc/>
    public override bool Contains(DbBatchCommand item) => IndexOf(item) >= 0;

    /// <inheritdoc/>
    public override void CopyTo(DbBatchCommand[] array, int arrayIndex)
    {
        ArgumentNullException.ThrowIfNull(array);
        for (var index = 0; index < _commands.Count; index++)
        {
            array[arrayIndex + index] = _commands[index];
        }
    }

    /// <inheritdoc/>
    public override IEnumerator<DuckDbBatchCommand> GetEnumerator() => _commands.GetEnumerator();

    /// <inheritdoc/>
    public override int IndexOf(DbBatchCommand item) => item is DuckDbBatchCommand command ? _commands.IndexOf(command) : -1;

    /// <inheritdoc/>
    public override void Insert(int index, DbBatchCommand item) => _commands.Insert(index, Own(item));

    /// <inheritdoc/>
    public override bool Remove(DbBatchCommand item) => item is DuckDbBatchCommand command && _commands.Remove(command);

    /// <inheritdoc/>
    public override void RemoveAt(int index) => _commands.RemoveAt(index);

    /// <inheritdoc/>
    protected override DbBatchCommand GetBatchCommand(int index) => this[index];

    /// <inheritdoc/>
    protected override void SetBatchCommand(int index, DbBatchCommand batchCommand) => this[index] = Own(batchCommand);

    private static DuckDbBatchCommand Own(DbBatchCommand? command) => command switch
    {
        DuckDbBatchCommand own => own,
        null => throw new ArgumentNullException(nameof(command)),
        _ => throw new InvalidCastException($"a {command.GetType().Name} is not a {nameof(DuckDbBatchCommand)}"),
    };
}
