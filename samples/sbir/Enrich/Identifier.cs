namespace Sbir.Enrich;

/// <summary>Identifiers of fixed length as numbers, so that a million of them fit into little memory.</summary>
internal static class Identifier
{
    private const int UeiLength = 12;
    private const int CageLength = 5;
    private const int DunsLength = 9;

    internal static bool TryUei(string? text, out ulong packed) => TryPack(text, UeiLength, out packed);

    internal static bool TryCage(string? text, out ulong packed) => TryPack(text, CageLength, out packed);

    internal static bool TryDuns(string? text, out ulong packed) => TryPack(text, DunsLength, out packed);

    // 36 to the 12th is less than 2 to the 64th.
    private static bool TryPack(string? text, int length, out ulong packed)
    {
        packed = 0;
        if (text is null || text.Length != length)
        {
            return false;
        }

        foreach (var character in text)
        {
            var digit = character switch
            {
                >= '0' and <= '9' => character - '0',
                >= 'A' and <= 'Z' => character - 'A' + 10,
                >= 'a' and <= 'z' => character - 'a' + 10,
                _ => -1,
            };
            if (digit < 0)
            {
                return false;
            }

            packed = (packed * 36) + (ulong)digit;
        }

        return packed != 0; // all zeros stands for "none" in old files
    }
}
