namespace Sluice.Jinja;

/// <summary>What a template may do with a value that does not exist.</summary>
public enum UndefinedKind
{
    /// <summary>It prints nothing, is false and empty; anything else is an error.</summary>
    Lenient,

    /// <summary>Only the tests <c>defined</c> and <c>undefined</c> and the filter <c>default</c> may see it.</summary>
    Strict,

    /// <summary>As <see cref="Lenient"/>, and its attributes and elements do not exist either.</summary>
    Chainable,

    /// <summary>As <see cref="Lenient"/>, but it prints a note of what is missing.</summary>
    Debug,
}
