namespace Sluice.Jinja;

/// <summary>The host's names. A template asks for a name each time that it begins to render, a macro each time that it is called.</summary>
public interface IJinjaScope
{
    /// <summary>Finds the value of a name; .NET values are converted as <see cref="JinjaValue.From"/> does.</summary>
    bool TryGet(string name, out object? value);

    /// <summary>What a user can do about a name that has no value and that a template uses; null where nothing is known. Default: null.</summary>
    string? HintFor(string name) => null;

    /// <summary>The names that can be listed, for messages and for templates that are included. Default: none.</summary>
    IEnumerable<string> Names => [];
}
