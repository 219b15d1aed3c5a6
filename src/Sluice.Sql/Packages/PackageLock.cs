using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Sluice.Diagnostics;
using Sluice.Sql.Project;
using Sluice.Sql.Project.Yaml;

namespace Sluice.Sql.Packages;

/// <summary>package-lock.yml: what the wishes of packages.yml came to.</summary>
/// <param name="Packages">What is installed.</param>
/// <param name="Hash">The fingerprint of the wishes; empty where the file has none.</param>
internal sealed record PackageLock(ImmutableArray<PackageSpec> Packages, string Hash)
{
    internal const string FileName = "package-lock.yml";

    /// <summary>Reads the file; null where there is none.</summary>
    /// <exception cref="DiagnosticException">It is no lock file.</exception>
    internal static PackageLock? Read(string folder, PackageFile files)
    {
        var problems = new DiagnosticBag();
        var path = Path.Combine(folder, FileName);
        if (!File.Exists(path) || ProjectFiles.TryRead(path, FileName, problems) is not { } source)
        {
            problems.ThrowIfErrors();
            return null;
        }

        var root = YamlFile.Parse(source, problems);
        problems.ThrowIfErrors();
        if (root is not YamlMapping mapping || mapping.Get("packages") is not (YamlSequence or YamlScalar { Value: null } or null))
        {
            throw new DiagnosticException(PackageErrors.BadLock(source, root?.Span ?? default, "it has no list `packages`"));
        }

        var entries = (mapping.Get("packages") as YamlSequence)?.Items ?? [];
        return new PackageLock(
            [.. entries.Select(entry => files.Entry(entry, folder, folder)).OfType<PackageSpec>()],
            (mapping.Get("sha1_hash") as YamlScalar)?.Text ?? "");
    }

    /// <summary>Writes the file.</summary>
    internal static void Write(string folder, IEnumerable<PinnedPackage> packages, string hash)
    {
        var text = new StringBuilder("packages:");
        var any = false;
        foreach (var package in packages)
        {
            any = true;
            text.Append("\n  - ").AppendJoin("\n    ", Lines(package).Select(line => $"{line.Key}: {Scalar(line.Value)}"));
        }

        File.WriteAllText(Path.Combine(folder, FileName), text.Append(any ? "" : " []").Append($"\nsha1_hash: {hash}\n").ToString());
    }

    /// <summary>The fingerprint of wishes: it changes with each of them, and not with their order.</summary>
    [System.Diagnostics.CodeAnalysis.SuppressMessage("Security", "CA5350", Justification = "dbt's file has a SHA-1; it protects nothing.")]
    internal static string HashOf(IEnumerable<PackageSpec> wishes) => Convert.ToHexStringLower(SHA1.HashData(Encoding.UTF8.GetBytes(
        string.Join('\n', wishes.Select(Wish).Order(StringComparer.Ordinal)))));

    private static string Wish(PackageSpec spec) => spec switch
    {
        LocalSpec local => $"local {local.Path}",
        GitSpec git => $"git {Written(git)} {git.Revision} {git.Subdirectory}",
        HubSpec hub => $"package {hub.Name} {string.Join(' ', hub.Versions)} {hub.AllowsPrerelease}",
        _ => $"tarball {Written(spec)} {((TarballSpec)spec).Name}",
    };

    private static IEnumerable<(string Key, string Value)> Lines(PinnedPackage package)
    {
        yield return ("name", package.Name);
        switch (package)
        {
            case PinnedLocal local:
                yield return ("local", local.Local.Path);
                break;
            case PinnedGit git:
                yield return ("git", Written(git.Git));
                yield return ("revision", git.Commit);
                if (git.Git.Subdirectory is { } subdirectory)
                {
                    yield return ("subdirectory", subdirectory);
                }

                break;
            case PinnedHub hub:
                yield return ("package", hub.Hub.Name);
                yield return ("version", hub.Version);
                break;
            default:
                yield return ("tarball", Written(package.Spec));
                break;
        }
    }

    // As it is written in packages.yml: a token that comes from the environment must not get into the file.
    private static string Written(PackageSpec spec) => spec.Place is YamlScalar { Text: var text } ? text : spec.Key;

    private static string Scalar(string value) =>
        value.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '_' or '-' or '/' or '@')
        && value.Any(char.IsAsciiLetter) && !value.StartsWith('-') && !value.StartsWith('@') && value is not ("true" or "false" or "null" or "yes" or "no" or "on" or "off")
        && !char.IsAsciiDigit(value[0])
        || value.Count(letter => letter == '.') == 2 && value.All(letter => char.IsAsciiDigit(letter) || letter == '.')
            ? value : JsonSerializer.Serialize(value, PlainJson.Default.String);
}

[System.Text.Json.Serialization.JsonSerializable(typeof(string))]
internal sealed partial class PlainJson : System.Text.Json.Serialization.JsonSerializerContext;
