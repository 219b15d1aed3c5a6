namespace Sluice.Jinja.Parsing.Tags;

/// <summary><c>with context</c> and <c>without context</c> behind a template; null where neither stands.</summary>
internal static class ContextClause
{
    internal static bool? Parse(TokenStream tokens)
    {
        if (!(tokens.Current.Is("with") || tokens.Current.Is("without")) || !tokens.Look().Is("context"))
        {
            return null;
        }

        var with = tokens.Take().Is("with");
        tokens.Take();
        return with;
    }
}
