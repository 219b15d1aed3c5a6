using System.CommandLine;
using Sluice.Cli.Graphing;
using Sluice.Cli.Invocation;
using Sluice.Cli.Options;
using Sluice.Cli.Projects;
using Sluice.Cli.Talking;
using EffectiveValue = Sluice.Sql.Project.EffectiveValue;
using SettingsSchema = Sluice.Sql.Project.SettingsSchema;

namespace Sluice.Cli.Commands;

/// <summary><c>sluice config</c></summary>
internal sealed class ConfigCommand() : SluiceCommand("config", "Show the values of sluice.yml as they count, and where each comes from.")
{
    private readonly ProjectOptions _project = new();
    private readonly OutputOption _output = new("text", "json");
    private readonly Argument<string?> _what = new("what") { Description = "`schema` for the JSON schema of sluice.yml, for editors. Default: the values.", Arity = ArgumentArity.ZeroOrOne };

    internal override IReadOnlyList<string> Examples => ["sluice config --set stage.event_generation.parallel=8", "sluice config schema > sluice.schema.json"];

    internal override async Task<int> ExecuteAsync(CommandCall call, CancellationToken cancellationToken)
    {
        var form = _output.Read(call.Parsed, call.Line);
        if (call.Parsed.GetValue(_what) is { } what)
        {
            UsageErrors.OneOf(what, ["schema"], name => name, "part of the configuration", call.Line);
            await call.Host.Output.WriteLineAsync(GraphJson.Of(writer => SettingsSchema.Create().WriteTo(writer)));
            return ExitCode.Ok;
        }

        await using var session = await ProjectSession.OpenAsync(
            call, _project.Read(call.Parsed, call.Line, call.Host), Name, new RunSettings(), cancellationToken);
        session.Artifacts.AreKept = false;
        var values = session.Project.Settings?.Values ?? [];
        await call.Host.Output.WriteLineAsync(form == "json" ? Json(values) : Table(values).ToString(call.Host.OutputWidth));
        return ExitCode.Ok;
    }

    protected override void AddOptions()
    {
        Arguments.Add(_what);
        _output.AddTo(this);
        _project.AddTo(this);
    }

    private static TextTable Table(IEnumerable<EffectiveValue> values)
    {
        var table = new TextTable(["setting", "value", "from"], cut: [0, 1]);
        foreach (var value in values)
        {
            table.Add(value.Path, value.Value, From(value));
        }

        return table;
    }

    private static string Json(IEnumerable<EffectiveValue> values) => GraphJson.Of(writer =>
    {
        writer.WriteStartArray();
        foreach (var value in values)
        {
            writer.WriteStartObject();
            writer.WriteString("setting", value.Path);
            writer.WriteString("value", value.Value);
            writer.WriteString("from", From(value));
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    });

    private static string From(EffectiveValue value) =>
        value.Source.Path is "--set" or "SLUICE_SET" ? value.Source.Path : $"{value.Source.Path}:{value.Source.Locate(value.Span.Start).Line}";
}
