using System.Runtime.CompilerServices;
using System.Text;

namespace Sluice.Graph;

/// <summary>
/// Turns the rows of a source into rows of the graph: values get the types of their columns, what cannot be loaded goes into
/// quarantine, and of rows that say the same twice one is left. Rows that come out have an identity that no other has.
/// </summary>
internal sealed class Intake(GraphElement element, Quarantine quarantine)
{
    private readonly PropertyHash _identity = new(element.Columns, 0, element.Identity.Count);
    private readonly PropertyHash _properties = new(element.Columns, element.Identity.Count, element.Properties.Count);
    private readonly Dictionary<UInt128, long> _seen = [];

    /// <summary>Rows that came so far.</summary>
    internal long Submitted { get; private set; }

    /// <summary>Rows that repeat another one.</summary>
    internal long Repeated { get; private set; }

    internal async IAsyncEnumerable<GraphRow> ReadAsync(GraphRows rows, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var values in rows.ReadAsync(element, cancellationToken))
        {
            if (Accept(Submitted + 1, values) is { } row)
            {
                yield return row;
            }
        }
    }

    /// <summary>Null where the row repeats another one, or goes into quarantine.</summary>
    internal GraphRow? Accept(long number, object?[] values, ulong? source = null, LoadedRow? loaded = null)
    {
        Submitted++;
        if (Convert(values) is { } reason)
        {
            quarantine.Add(number, values, reason);
            return null;
        }

        try
        {
            var hash = _properties.Of(values);
            if (_seen.TryAdd(_identity.WideOf(values), hash))
            {
                return new(number, values, hash, source, loaded);
            }

            Repeat(number, values, hash);
        }
        catch (EncoderFallbackException)
        {
            quarantine.Add(number, values, "a text is not valid Unicode");
        }

        return null;
    }

    // Which of two contradicting rows held would hang on their order, and loading them again would change the graph again.
    private void Repeat(long number, object?[] values, long hash)
    {
        if (_seen[_identity.WideOf(values)] == hash)
        {
            Repeated++;
            return;
        }

        quarantine.Add(number, values, "an earlier row of this load has the same key and other properties");
    }

    private string? Convert(object?[] values)
    {
        for (var index = 0; index < values.Length; index++)
        {
            var column = element.Columns[index];
            if (values[index] is not { } value)
            {
                if (column.Required)
                {
                    return $"{column.Name} is missing";
                }
            }
            else if (!GraphValues.TryConvert(column.Type, value, out values[index]))
            {
                values[index] = value;
                return $"{column.Name} is '{GraphValues.Show(value)}', a {value.GetType().Name}, and not a {column.Type}";
            }
        }

        return null;
    }
}
