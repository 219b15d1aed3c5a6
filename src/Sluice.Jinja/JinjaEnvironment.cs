using System.Collections.Concurrent;
using Sluice.Diagnostics;
using Sluice.Jinja.Filters;
using Sluice.Jinja.Lexing;
using Sluice.Jinja.Parsing;
using Sluice.Jinja.Testing;

namespace Sluice.Jinja;

/// <summary>A dialect: options, filters, tests and globals. Safe to use from several threads once it is set up.</summary>
public sealed class JinjaEnvironment
{
    private readonly Delimiters _delimiters;
    private readonly Dictionary<string, ICustomTag> _tags;
    private readonly ConcurrentDictionary<string, Template> _templates = new(StringComparer.Ordinal);

    /// <summary>Creates a dialect with the filters, tests and globals of the language.</summary>
    public JinjaEnvironment(JinjaOptions? options = null)
    {
        Options = options ?? new JinjaOptions();
        _delimiters = new Delimiters(Options);
        _tags = Options.Tags.ToDictionary(tag => tag.Name, StringComparer.Ordinal);
    }

    /// <summary>How templates are read and rendered.</summary>
    public JinjaOptions Options { get; }

    /// <summary>What may stand behind <c>|</c>.</summary>
    public JinjaRoutines Filters { get; } = new(() => FilterTable.All);

    /// <summary>What may stand behind <c>is</c>.</summary>
    public JinjaRoutines Tests { get; } = new(() => TestTable.All);

    /// <summary>Names that every template sees.</summary>
    public JinjaGlobals Globals { get; } = new();

    /// <summary>Reads a template.</summary>
    /// <exception cref="JinjaException">The text is not a template; carries every syntax error that was found.</exception>
    public Template Compile(SourceText source) => Compile(source, name: null);

    /// <summary>The template of a name, read once.</summary>
    /// <exception cref="JinjaException">There is no such template, or it has syntax errors.</exception>
    public Template GetTemplate(string name) => TryGetTemplate(name) ?? throw new JinjaException(
        new Diagnostic(
            "SLUICE1030", Severity.Error, $"no template is named `{name}`", new SourceText(name, ""), default,
            Options.Loader is { } loader ? Nearest.Hint(name, loader.Names) : null),
        JinjaErrorKind.TemplateNotFound);

    /// <summary>Reads a text that is one expression.</summary>
    /// <exception cref="JinjaException">The text is not an expression.</exception>
    public JinjaExpression CompileExpression(SourceText source)
    {
        var errors = new List<Diagnostic>();
        try
        {
            var tokens = new TokenStream(source, Lexer.TokenizeExpression(source, Options, _delimiters, errors));
            var (expression, loads) = StatementParser.ParseExpression(tokens, this, errors);
            ThrowIfAny(errors);
            return new JinjaExpression(this, source, expression, loads);
        }
        catch (SyntaxFailure failure)
        {
            errors.Add(failure.Diagnostic!);
            ThrowIfAny(errors);
            throw;
        }
    }

    /// <summary>Renders a template whose value keeps its type where it is exactly one <c>{{ … }}</c>; else the text.</summary>
    /// <exception cref="JinjaException">The text is not a template, or rendering failed.</exception>
    public object? RenderNative(SourceText source, IJinjaScope scope, RenderOptions? options = null)
    {
        if (source.Text.IndexOf(Options.VariableStart, StringComparison.Ordinal) < 0
            && source.Text.IndexOf(Options.BlockStart, StringComparison.Ordinal) < 0
            && source.Text.IndexOf(Options.CommentStart, StringComparison.Ordinal) < 0)
        {
            return source.Text;
        }

        var template = Compile(source);
        return template.TryGetSingle() is { } expression ? expression.Evaluate(scope, options) : template.Render(scope, options);
    }

    internal Template? TryGetTemplate(string name)
    {
        if (_templates.TryGetValue(name, out var known))
        {
            return known;
        }

        return Options.Loader?.Load(name) is { } source ? _templates.GetOrAdd(name, Compile(source, name)) : null;
    }

    internal ICustomTag? FindTag(string name) => _tags.GetValueOrDefault(name);

    private Template Compile(SourceText source, string? name)
    {
        var errors = new List<Diagnostic>();
        var tokens = new TokenStream(source, Lexer.Tokenize(source, Options, _delimiters, errors));
        var parsed = StatementParser.Parse(tokens, this, errors);
        ThrowIfAny(errors);
        return new Template(this, source, name, parsed);
    }

    private static void ThrowIfAny(List<Diagnostic> errors)
    {
        if (errors.Count > 0)
        {
            throw new JinjaException([.. errors.OrderBy(error => error.Span.Start)], JinjaErrorKind.Syntax);
        }
    }
}
