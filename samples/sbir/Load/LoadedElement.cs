using Sluice.Graph;

namespace Sbir.Load;

/// <summary>What a load did with the rows of a label or relationship type.</summary>
internal sealed record LoadedElement(string Element, long Submitted, long Created, long Updated, long Unchanged, long Failed, long Removed, int Retries, int Splits)
{
    internal static LoadedElement Of(GraphElementReport report) => new(
        report.Element, report.Counts.Submitted, report.Counts.Created, report.Counts.Updated, report.Counts.Unchanged, report.Counts.Failed, report.Removed, report.Retries, report.Splits);
}
