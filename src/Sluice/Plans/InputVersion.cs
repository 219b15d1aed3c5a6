using System.Security.Cryptography;
using System.Text;
using Sluice.Assets;

namespace Sluice.Plans;

/// <summary>The version of what a step reads: a hash over the names and fingerprints of its upstream steps.</summary>
public static class InputVersion
{
    /// <summary>The version of no input at all.</summary>
    public static string None { get; } = Of([]);

    /// <summary>The version; the order of the inputs does not matter.</summary>
    public static string Of(IEnumerable<KeyValuePair<StepKey, string>> inputs)
    {
        var lines = inputs.Select(input => $"{input.Key}\n{input.Value}\n").ToArray();
        Array.Sort(lines, StringComparer.Ordinal);
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(string.Concat(lines)), hash);
        return Convert.ToHexStringLower(hash[..16]);
    }
}
