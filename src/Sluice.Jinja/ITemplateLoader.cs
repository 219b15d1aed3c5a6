using Sluice.Diagnostics;

namespace Sluice.Jinja;

/// <summary>Finds the text of a template by its name.</summary>
public interface ITemplateLoader
{
    /// <summary>Finds a template; null where there is none of that name.</summary>
    SourceText? Load(string name);

    /// <summary>The names that can be listed, for the hint of an error. Default: none.</summary>
    IEnumerable<string> Names => [];
}

/// <summary>Templates in memory.</summary>
/// <param name="templates">Texts by name.</param>
public sealed class DictionaryLoader(IReadOnlyDictionary<string, string> templates) : ITemplateLoader
{
    /// <inheritdoc/>
    public IEnumerable<string> Names => templates.Keys;

    /// <inheritdoc/>
    public SourceText? Load(string name) =>
        templates.TryGetValue(name, out var text) ? new SourceText(name, text) : null;
}
