using Sluice.Diagnostics;
using Sluice.Sql.Adapters;

namespace Sluice.Sql.Materializations.External;

/// <summary>Writes the query's rows to a file, or a folder of files, and keeps a view over it.</summary>
/// <remarks>
/// The file is written beside its place and put there by a rename, before the view and the marker commit: a kill in between
/// leaves the new file and no marker, and the next run writes it again.
/// </remarks>
internal sealed class ExternalMaterialization : IMaterialization
{
    public BuildResult Build(BuildRequest request)
    {
        var file = ExternalFile.Of(request.Config, request.Target.Identifier, request.Work.ExternalRoot, text => Render(request, text));
        if (!ExternalFile.IsFormat(file.Format))
        {
            throw new DiagnosticException(ExternalErrors.UnknownFormat(request, file.Format));
        }

        var (rows, isEmpty) = Write(request, file);
        request.DropOther(CatalogKind.View);
        // A file of JSON without a row has no columns: it holds a row of NULLs, which no reader sees.
        var filter = isEmpty ? "\nwhere false" : "";
        request.Run($"create or replace view {request.Target} as (\nselect * from {file.Reader(request.Config)}{filter}\n)");
        request.Session.Changed(request.Target, CatalogKind.View);
        Docs.Persist(request, CatalogKind.View);
        return new BuildResult(CatalogKind.View, rows) { CreatedAnew = true };
    }

    private static string Render(BuildRequest request, string text) =>
        text.Contains("{{", StringComparison.Ordinal) || text.Contains("{%", StringComparison.Ordinal)
            ? request.Work.Render(new SourceText($"{request.Node.OriginalFilePath} (config)", text)).Sql
            : text;

    private static (long? Rows, bool IsEmpty) Write(BuildRequest request, ExternalFile file)
    {
        if (file.IsRemote)
        {
            return Copy(request, file, file.Location);
        }

        var beside = FileSwap.Beside(file.Location);
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(beside)!);
            FileSwap.Clear(beside);
            var written = Copy(request, file, beside);
            Put(file, beside);
            return written;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new DiagnosticException(ExternalErrors.Unwritable(request, file.Location, error.Message), error);
        }
        finally
        {
            TryClear(beside);
        }
    }

    private static (long? Rows, bool IsEmpty) Copy(BuildRequest request, ExternalFile file, string place)
    {
        var rows = request.RunSelect($"copy {SqlText.Nested(request.Select)} to {SqlText.Literal(place)} {file.CopyOptions()}");
        if (rows != 0 || file.Format == "parquet" && !file.IsFolder)
        {
            return (rows, false);
        }

        if (!file.IsRemote)
        {
            FileSwap.Clear(place);
        }

        var nulls = string.Join(", ", request.Session.Describe(request.Select, request.Cancel).Select(column => $"cast(null as {column.Type}) as {SqlText.Quote(column.Name)}"));
        request.Run($"copy (select {nulls}) to {SqlText.Literal(place)} {file.CopyOptions()}");
        return (0, true);
    }

    private static void Put(ExternalFile file, string beside)
    {
        if (!file.IsFolder)
        {
            FileSwap.MoveFile(beside, file.Location);
        }
        else if (file.KeepsOthers && Directory.Exists(file.Location))
        {
            FileSwap.Merge(beside, file.Location);
        }
        else
        {
            FileSwap.MoveFolder(beside, file.Location);
        }
    }

    // What is left of a build that failed; the failure itself is what the user is told.
    private static void TryClear(string beside)
    {
        try
        {
            FileSwap.Clear(beside);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return;
        }
    }
}
