using System.CommandLine;
using System.Text.Json;
using Sluice.Cli.Artifacts;
using Sluice.Cli.Invocation;

namespace Sluice.Cli.Retrying;

/// <summary>Writes the command line that repeats an earlier command.</summary>
internal static class RetryArguments
{
    // dbt: where things are and how strict a command is belongs to the call, not to what it repeats.
    private static readonly string[] OfTheCall =
        ["which", "invocation_command", "project_dir", "profiles_dir", "target_path", "log_path", "warn_error", "output", "quiet", "debug", "log_level", "log_format", "use_colors", "print"];

    /// <summary>The arguments: the command, the earlier options, and those of this call in the place of earlier ones.</summary>
    internal static string[] Of(PreviousRun previous, Command command, CommandCall call)
    {
        var values = previous.Arguments.Where(pair => !OfTheCall.Contains(pair.Key, StringComparer.Ordinal)).ToDictionary(pair => pair.Key, pair => pair.Value, StringComparer.Ordinal);
        foreach (var (name, value) in CommandArguments.Of(call, command.Name).Where(pair => pair.Key is not ("which" or "invocation_command" or "state")))
        {
            values[name] = JsonSerializer.SerializeToElement(value);
        }

        var options = CommandArguments.OptionsOf(command).ToList();
        var arguments = new List<string> { command.Name };
        if (command.Arguments.Count > 0 && values.TryGetValue("macro", out var macro) && macro.ValueKind == JsonValueKind.String)
        {
            arguments.Add(macro.GetString()!);
        }

        foreach (var (name, value) in values)
        {
            arguments.AddRange(Tokens(options, name.Replace('_', '-'), value));
        }

        return [.. arguments];
    }

    private static IEnumerable<string> Tokens(List<Option> options, string name, JsonElement value)
    {
        var isOff = value.ValueKind == JsonValueKind.False;
        var option = Find(options, isOff ? $"--no-{name}" : $"--{name}");
        if (option is null)
        {
            return [];
        }

        return value.ValueKind switch
        {
            JsonValueKind.True or JsonValueKind.False => option.ValueType == typeof(bool) ? [option.Name] : [],
            JsonValueKind.Array when value.GetArrayLength() > 0 => [option.Name, .. value.EnumerateArray().Select(item => item.ToString())],
            JsonValueKind.Object when name == "vars" && value.EnumerateObject().Any() => [option.Name, value.GetRawText()],
            JsonValueKind.Object when name == "args" => [option.Name, value.GetRawText()],
            JsonValueKind.String or JsonValueKind.Number when option.ValueType != typeof(bool) && value.ToString().Length > 0 => [option.Name, value.ToString()],
            _ => [],
        };
    }

    private static Option? Find(List<Option> options, string name) =>
        options.Find(option => option.Name == name) ?? options.Find(option => option.Aliases.Contains(name, StringComparer.Ordinal));
}
