namespace Sluice.Jinja;

/// <summary>What sort of mistake a template made.</summary>
public enum JinjaErrorKind
{
    /// <summary>The text of the template is not a template.</summary>
    Syntax,

    /// <summary>A value that does not exist was used where one is needed.</summary>
    Undefined,

    /// <summary>An operation failed while rendering: a wrong type, a wrong value, a wrong call.</summary>
    Runtime,

    /// <summary>A template that is included, imported or extended does not exist.</summary>
    TemplateNotFound,

    /// <summary>A limit of <see cref="JinjaLimits"/> was reached.</summary>
    Limit,

    /// <summary>A function of the host failed.</summary>
    Host,
}
