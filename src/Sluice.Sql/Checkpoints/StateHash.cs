using System.Globalization;
using System.Text;
using Sluice.Runs;

namespace Sluice.Sql.Checkpoints;

/// <summary>The hash over all that a checkpoint says: a record that was changed is told by it.</summary>
internal static class StateHash
{
    internal static string Of(Checkpoint checkpoint)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{checkpoint.Stage}\n{checkpoint.Partition}\n{checkpoint.Engine}\n");
        foreach (var table in checkpoint.Tables)
        {
            text.Append(CultureInfo.InvariantCulture, $"{table.Step}\t{table.Relation}\t{table.Fingerprint}\t{table.Rows}\t{table.Hash}\t");
            text.AppendJoin(", ", table.Columns.Select(column => $"{column.Name} {column.Type}")).Append('\n');
        }

        foreach (var registry in checkpoint.Registries)
        {
            text.Append(CultureInfo.InvariantCulture, $"{registry.Name}\t{registry.Rows}\t{registry.Hash}\t{registry.File}\t{registry.Problem}\n");
        }

        return ContentHash.OfText(text.ToString());
    }
}
