namespace Sluice.Sql.Packages;

/// <summary>One condition on a version, such as <c>&gt;=1.0.0</c>; a bare version means that very one.</summary>
/// <param name="Symbol">One of <c>=</c>, <c>!=</c>, <c>&gt;</c>, <c>&gt;=</c>, <c>&lt;</c>, <c>&lt;=</c>.</param>
/// <param name="Version">What is compared with.</param>
internal sealed record VersionCondition(string Symbol, SemanticVersion Version)
{
    /// <summary>Reads one; null where it is none.</summary>
    internal static VersionCondition? Parse(string text)
    {
        var rest = text.TrimStart('<', '>', '=', '!', ' ');
        var symbol = text[..^rest.Length].Trim();
        return symbol is "" or "=" or "==" or "!=" or ">" or ">=" or "<" or "<=" && SemanticVersion.Parse(rest) is { } version
            ? new VersionCondition(symbol is "" or "==" ? "=" : symbol, version)
            : null;
    }

    internal bool Holds(SemanticVersion candidate)
    {
        var order = candidate.CompareTo(Version);
        return Symbol switch
        {
            ">" => order > 0, ">=" => order >= 0, "<" => order < 0, "<=" => order <= 0, "!=" => order != 0, _ => order == 0,
        };
    }
}
