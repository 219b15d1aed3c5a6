using System.Security.Cryptography;
using System.Text;

namespace Sluice.Hosting.Running;

/// <summary>Short names of long texts.</summary>
internal static class Digest
{
    /// <summary>32 hex digits.</summary>
    internal static string Of(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 16));
}
