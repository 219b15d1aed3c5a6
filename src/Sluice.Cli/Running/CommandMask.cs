using System.Text.RegularExpressions;
using Sluice.Cli.Invocation;

namespace Sluice.Cli.Running;

/// <summary>The command line as it may be kept: without the values of variables that are secrets by their name, or of secret environment variables.</summary>
internal static partial class CommandMask
{
    private const string Hidden = "***";
    private const string Secrets = "DBT_ENV_SECRET";
    private const int LeastLength = 4;

    internal static string Of(CommandCall call) => Of(call.Line);

    internal static string Of(CommandText line) => Of(line.Source.Text, SecretValues());

    internal static string Of(string text, IEnumerable<string> secrets) =>
        Secret().Replace(Hide(text, secrets), $"${{name}}{Hidden}");

    /// <summary>A text without the values of secret environment variables; those of less than four characters are left.</summary>
    internal static string Hide(string text, IEnumerable<string> secrets) =>
        secrets.Where(secret => secret.Length >= LeastLength).Aggregate(text, (masked, secret) => masked.Replace(secret, Hidden, StringComparison.Ordinal));

    /// <summary>The values of secret environment variables.</summary>
    internal static IEnumerable<string> SecretValues() => Environment.GetEnvironmentVariables().Cast<System.Collections.DictionaryEntry>()
        .Where(variable => ((string)variable.Key).StartsWith(Secrets, StringComparison.Ordinal))
        .Select(variable => (string?)variable.Value ?? "");

    [GeneratedRegex(
        @"(?<name>[\w.-]*(password|passwd|passphrase|secret|token|api_?key|private_?key|credential)[\w.-]*[""']?\s*[:=]\s*)(""[^""]*""|'[^']*'|[^\s,}'""]+)",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Secret();
}
