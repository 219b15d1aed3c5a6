using System.Text.Json;
using Sluice.Diagnostics;
using Sluice.Sql.Nodes;

namespace Sluice.Sql.State;

/// <summary>What can be wrong with an earlier state.</summary>
internal static class StateErrors
{
    private const string Remedy = "`--state` names a folder with artifacts of an earlier run: manifest.json, run_results.json, sources.json";

    internal static Diagnostic Broken(string path, JsonException error)
    {
        var source = new SourceText(path, File.ReadAllText(path));
        var start = 0;
        for (var line = 0L; line < (error.LineNumber ?? 0) && source.Text.IndexOf('\n', start) is >= 0 and var end; line++)
        {
            start = end + 1;
        }

        start = Math.Min(source.Text.Length, start + (int)(error.BytePositionInLine ?? 0));
        return new Diagnostic(
            "SLUICE2157", Severity.Error, "the file is no JSON", source, new SourceSpan(start, Math.Min(source.Text.Length, start + 1)),
            "it was perhaps cut off; write it again with `sluice parse` in the state to compare with");
    }

    internal static Diagnostic NoManifest(string folder) => new(
        "SLUICE2158", Severity.Error, "`--defer` reads from an earlier state, and the folder holds no manifest.json", new SourceText(folder, ""), default, Remedy);

    internal static Diagnostic NotAttached(string database, string folder) => new(
        "SLUICE2159", Severity.Error, $"the earlier state was built in the database `{database}`, which is not attached here", new SourceText(Path.Combine(folder, "manifest.json"), ""), default,
        $"add its file under `attach` in profiles.yml: {{path: FILE, alias: {database}, read_only: true}}");

    internal static Diagnostic ContractBroken(ModelNode model, IEnumerable<string> changes) => new(
        "SLUICE2162", Of(model.Version is not null), $"`{model.SearchName}` breaks the contract that it had in the earlier state: {string.Join("; ", changes)}",
        model.PropertiesSource ?? model.Source, model.PropertiesSource is null ? model.Span : model.PropertiesSpan,
        "add to a contract and take nothing away, or give the model a new version");

    internal static Diagnostic ContractedModelGone(string id, bool isDisabled, bool isVersioned, string folder) => new(
        "SLUICE2162", Of(isVersioned), $"`{id}`, which has a contract in the earlier state, {(isDisabled ? "is disabled" : "was removed or renamed")}",
        new SourceText(Path.Combine(folder, "manifest.json"), ""), default, "keep it until its readers are gone; `deprecation_date` tells them");

    private static Severity Of(bool isVersioned) => isVersioned ? Severity.Error : Severity.Warning;

    internal static Diagnostic NotAnArtifact(string path) => new(
        "SLUICE2157", Severity.Error, $"{Path.GetFileName(path)} is no artifact of a run: members that each of them has are missing", new SourceText(path, ""), default, Remedy);
}
