using Sluice.Diagnostics;

namespace Sluice.Sql.Materializations.External;

/// <summary>Why an external model cannot be written, one method per situation.</summary>
internal static class ExternalErrors
{
    internal static Diagnostic UnknownFormat(BuildRequest request, string format) => Error(
        request, "SLUICE3118", $"external files cannot be written as `{format}`",
        Nearest.Hint(format, ["parquet", "csv", "json"]) ?? "use `parquet`, `csv` or `json`");

    internal static Diagnostic Unwritable(BuildRequest request, string location, string reason) => Error(
        request, "SLUICE3119", $"the file of the external model cannot be written to {location}: {reason}",
        "name another place with `location`, or with `external_root` in the profile");

    private static Diagnostic Error(BuildRequest request, string code, string message, string hint) =>
        new(code, Severity.Error, message, request.Node.Source, request.Node.Span, hint);
}
