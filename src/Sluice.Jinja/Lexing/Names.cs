namespace Sluice.Jinja.Lexing;

/// <summary>One string per keyword and common name, so that a large project does not hold thousands of copies.</summary>
internal static class Names
{
    internal static string Intern(string name) => name.Length > 24 ? name : string.IsInterned(name) ?? name;
}
