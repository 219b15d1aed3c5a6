using System.Collections.Immutable;
using System.Reflection;

namespace Sluice.Hosting.Running;

/// <summary>What of a command line is for the application rather than for its command: <c>--config key=value</c>, and the project's folder.</summary>
/// <param name="Rest">The command line without it.</param>
/// <param name="Configuration">The settings.</param>
/// <param name="Folder">The project's folder, absolute.</param>
internal sealed record CommandWords(string[] Rest, ImmutableArray<KeyValuePair<string, string?>> Configuration, string Folder)
{
    private const string Config = "--config";

    internal string? ApplicationName { get; } = Assembly.GetEntryAssembly()?.GetName().Name;

    internal static CommandWords Read(string[] words)
    {
        var rest = new List<string>();
        var settings = ImmutableArray.CreateBuilder<KeyValuePair<string, string?>>();
        string? folder = null;
        for (var i = 0; i < words.Length; i++)
        {
            if (words[i] == Config && i + 1 < words.Length && words[i + 1].Contains('=', StringComparison.Ordinal))
            {
                Add(words[++i]);
            }
            else if (words[i].StartsWith(Config + "=", StringComparison.Ordinal) && words[i].IndexOf('=', Config.Length + 1) > 0)
            {
                Add(words[i][(Config.Length + 1)..]);
            }
            else
            {
                folder = words[i] == "--project-dir" && i + 1 < words.Length ? words[i + 1]
                    : words[i].StartsWith("--project-dir=", StringComparison.Ordinal) ? words[i]["--project-dir=".Length..]
                    : folder;
                rest.Add(words[i]);
            }
        }

        return new CommandWords([.. rest], settings.ToImmutable(), Path.GetFullPath(folder ?? Environment.CurrentDirectory));

        void Add(string pair) => settings.Add(KeyValuePair.Create(pair[..pair.IndexOf('=', StringComparison.Ordinal)], (string?)pair[(pair.IndexOf('=', StringComparison.Ordinal) + 1)..]));
    }
}
