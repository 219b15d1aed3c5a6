namespace Sluice.Jinja.Lexing;

/// <summary>One string per keyword and common name, so that a large project does not hold thousands of copies.</summary>
internal static class Names
{
    private static readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> Common = ((string[])
    [
        "if", "elif", "else", "endif", "for", "in", "endfor", "set", "endset", "macro", "endmacro", "call", "endcall", "do", "and", "or",
        "not", "is", "none", "true", "false", "None", "True", "False", "filter", "endfilter", "block", "endblock", "extends", "include",
        "import", "from", "as", "with", "endwith", "context", "break", "continue", "raw", "endraw", "loop", "last", "first", "index", "name",
        "value", "append", "items", "keys", "values", "get", "update", "join", "length", "default", "defined", "upper", "lower", "replace",
        "trim", "list", "map", "string", "int", "format", "column", "columns", "relation", "model", "ref", "source", "config", "var", "this",
        "target", "schema", "database", "adapter", "dispatch", "dbt", "execute", "is_incremental", "return", "namespace", "range", "x", "i",
    ]).ToHashSet(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();

    internal static string Of(ReadOnlySpan<char> name) => Common.TryGetValue(name, out var known) ? known : name.ToString();
}
