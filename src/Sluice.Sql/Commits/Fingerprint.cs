using System.Security.Cryptography;
using System.Text;
using Sluice.Runs;

namespace Sluice.Sql.Commits;

/// <summary>Tokens that name content.</summary>
internal static class Fingerprint
{
    /// <summary>A token that no other commit has: 32 hex digits.</summary>
    internal static string Fresh(StepContext step)
    {
        var text = string.Join('\n', step.Step.Asset.Name, step.Step.Partition.Text, step.CodeVersion, step.InputVersion, step.Run.ToString(), step.Attempt);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 16));
    }
}
