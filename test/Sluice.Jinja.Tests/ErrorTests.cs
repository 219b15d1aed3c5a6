using System.Text;
using Sluice.Diagnostics;

namespace Sluice.Jinja.Tests;

/// <summary>Every code, its message, its place and its hint.</summary>
public sealed class ErrorTests
{
    private static readonly Dictionary<string, string> Files = new(StringComparer.Ordinal)
    {
        ["base.sql"] = "{% block body required %}{% endblock %}",
        ["broken.sql"] = "select 1\n{{ 1 // zero }}",
        ["macros.sql"] = "{% macro half(x) %}\n  {{ x / 0 }}\n{% endmacro %}",
        ["orders.sql"] = "select 1",
        ["two.sql"] = "{% block a %}{% endblock %}",
        ["self.sql"] = "{% include 'self.sql' %}",
    };

    private static readonly (string Code, string Template)[] Mistakes =
    [
        ("SLUICE1001", "select {{ a ? b }}"),
        ("SLUICE1001", "{{ (a]) }}"),
        ("SLUICE1001", "{{ a) }}"),
        ("SLUICE1002", "{% for x of xs %}{% endfor %}"),
        ("SLUICE1002", "{{ }}"),
        ("SLUICE1002", "{{ f(a b) }}"),
        ("SLUICE1002", "{% set x %"),
        ("SLUICE1002", "{% macro m %}{% endmacro %}"),
        ("SLUICE1002", "{{ a. }}"),
        ("SLUICE1003", "a\n{# not closed"),
        ("SLUICE1003", "{{ 'abc }}"),
        ("SLUICE1003", "{% raw %} x"),
        ("SLUICE1004", "{% fro x in xs %}"),
        ("SLUICE1004", "{% if a %}\n{% endfor %}"),
        ("SLUICE1004", "{% endif %}"),
        ("SLUICE1005", "select 1\n{% if a %}\n  {% for x in xs %}"),
        ("SLUICE1007", "{% set 1 = 2 %}"),
        ("SLUICE1007", "{% set none = 2 %}"),
        ("SLUICE1007", "{% for loop in xs %}{% endfor %}"),
        ("SLUICE1008", "{{ x | uper }}"),
        ("SLUICE1008", "{{ x is defind }}"),
        ("SLUICE1008", "{% if true %}{{ x | uper }}{% endif %}"),
        ("SLUICE1009", "{% block a %}{% endblock %}{% block a %}{% endblock %}"),
        ("SLUICE1009", "{% block a-b %}{% endblock %}"),
        ("SLUICE1009", "{% block a required %}x{% endblock %}"),
        ("SLUICE1010", "{% break %}"),
        ("SLUICE1010", "{% for x in xs %}{% extends 'base.sql' %}{% endfor %}"),
        ("SLUICE1011", "{{ f(a=1, 2) }}"),
        ("SLUICE1011", "{{ f(a=1, a=2) }}"),
        ("SLUICE1011", "{% macro m(a=1, b) %}{% endmacro %}"),
        ("SLUICE1011", "{% macro m(caller) %}{{ caller() }}{% endmacro %}"),
        ("SLUICE1012", @"{{ '\x4' }}"),
        ("SLUICE1013", new string('(', 200) + "1"),
        ("SLUICE1020", "select {{ order.id }}"),
        ("SLUICE1020", "{{ missing() }}"),
        ("SLUICE1020", "{{ {'a': 1}.b.c }}"),
        ("SLUICE1022", "{{ 'a' + 1 }}"),
        ("SLUICE1022", "{{ none < 1 }}"),
        ("SLUICE1022", "{% for x in 5 %}{% endfor %}"),
        ("SLUICE1022", "{% set n = {} %}{% set n.a = 1 %}"),
        ("SLUICE1023", "{% set a, b = [1] %}"),
        ("SLUICE1023", "{{ 'abc'.index('x') }}"),
        ("SLUICE1023", "{{ '%q' % 1 }}"),
        ("SLUICE1024", "select {{ 1 / 0 }}"),
        ("SLUICE1024", "{{ 1 % 0 }}"),
        ("SLUICE1025", "{% macro m(column) %}{% endmacro %}{{ m(colum=1) }}"),
        ("SLUICE1025", "{% macro m() %}{% endmacro %}{{ m(1) }}"),
        ("SLUICE1025", "{{ 'a' | replace('b') }}"),
        ("SLUICE1025", "{{ 'a' | indent(with=3) }}"),
        ("SLUICE1026", "{{ 'text'() }}"),
        ("SLUICE1027", "{{ {[1]: 2} }}"),
        ("SLUICE1028", "{{ {}.pop('a') }}"),
        ("SLUICE1028", "{{ [].pop() }}"),
        ("SLUICE1030", "{% include 'order.sql' %}"),
        ("SLUICE1030", "{% import ['a', 'b'] as m %}"),
        ("SLUICE1031", "{% extends 'base.sql' %}"),
        ("SLUICE1031", "{% extends 'two.sql' %}\n{% extends 'two.sql' %}"),
        ("SLUICE1040", "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}"),
        ("SLUICE1040", "{% include 'self.sql' %}"),
        ("SLUICE1041", "{% for x in range(1000) %}0123456789{% endfor %}"),
        ("SLUICE1042", "{% for x in range(1000) %}{% for y in range(1000) %}{% endfor %}{% endfor %}"),
        ("SLUICE1043", "{{ 'x' * 10 ** 12 }}"),
        ("SLUICE1043", "{{ 10 ** (10 ** 10) }}"),
        ("SLUICE1050", "{{ fail() }}"),
        // The way to an error: through macros, includes and imports.
        ("SLUICE1024", "{% from 'macros.sql' import half %}\n{% macro outer(x) %}{{ half(x) }}{% endmacro %}\nselect {{ outer(1) }}"),
        ("SLUICE1020", "select 1\n{% include 'broken.sql' %}"),
        ("SLUICE1020", "{% call missing() %}{% endcall %}"),
    ];

    [Fact]
    public void Every_mistake_gives_its_code_place_and_hint()
    {
        var text = new StringBuilder();
        foreach (var (code, template) in Mistakes)
        {
            var error = Fail(template);
            text.Append("---- ").Append(template.Length > 120 ? template[..20] + "…" : template).Append('\n');
            foreach (var diagnostic in error.Diagnostics)
            {
                text.Append(Shortened(diagnostic)).Append('\n');
            }

            Assert.Equal(code, error.Diagnostics[0].Code);
        }

        Golden.Check("errors.txt", text.ToString());
    }

    [Fact]
    public void Every_code_of_the_documentation_is_pinned()
    {
        var documented = File.ReadLines(Path.Combine(Root(), "docs", "errors", "1xxx.md"))
            .Where(line => line.StartsWith("## SLUICE", StringComparison.Ordinal)).Select(line => line[3..13]);

        Assert.Equal(documented.Order(StringComparer.Ordinal), Mistakes.Select(mistake => mistake.Code).Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void All_syntax_errors_are_reported_at_once()
    {
        var error = Rendering.Failure(() => Rendering.Compile("{{ 1 + }}\n{% for x on xs %}{{ y | nosuch }}{% endfor %}\n{% endif %}\n{{ a b }}"));

        Assert.Equal([1, 2, 2, 3, 4], error.Diagnostics.Select(item => item.Source.Locate(item.Span.Start).Line));
        Assert.Equal(JinjaErrorKind.Syntax, error.Kind);
    }

    [Fact]
    public void A_diagnostic_of_the_host_keeps_its_place_and_gets_the_chain()
    {
        var yaml = new SourceText("schema.yml", "a: 1\n");
        var fail = new JinjaFunction("check", _ => throw new DiagnosticException(new Diagnostic("SLUICE2001", Severity.Error, "wrong", yaml, new SourceSpan(0, 1))));

        var error = Rendering.Failure("{% macro m() %}{{ check() }}{% endmacro %}{{ m() }}", ("check", fail));

        Assert.Equal("""
            schema.yml:1:1: error SLUICE2001: wrong
              1 | a: 1
                | ^
              called from (main.sql:1:19)
              in macro `m`, called from (main.sql:1:46)
            """, error.Diagnostics[0].ToString(), ignoreLineEndingDifferences: true);
    }

    [Fact]
    public void An_exception_of_the_host_is_the_inner_exception()
    {
        var error = Rendering.Failure("{{ fail() }}", ("fail", new JinjaFunction("fail", _ => throw new IOException("disk full"))));

        Assert.IsType<IOException>(error.InnerException);
        Assert.Equal(JinjaErrorKind.Host, error.Kind);
        Assert.Contains("disk full", error.Message, StringComparison.Ordinal);
    }

    private static string Shortened(Diagnostic diagnostic)
    {
        var lines = diagnostic.ToString().Split('\n').Select(line => line.Length > 160 ? line[..60] + "…" : line).ToList();
        return string.Join('\n', lines.Count > 12 ? [.. lines[..6], "  …", .. lines[^2..]] : lines);
    }

    private static JinjaException Fail(string template)
    {
        var environment = new JinjaEnvironment(new JinjaOptions
        {
            Loader = new DictionaryLoader(Files),
            Limits = new JinjaLimits { MaxDepth = 50, MaxOutputChars = 5000, MaxLoopIterations = 10_000 },
        });
        var source = new SourceText("main.sql", template.StartsWith('(') ? "{{ " + template + " }}" : template);
        try
        {
            var text = environment.Compile(source).Render(Rendering.Scope(
                ("x", "text"), ("fail", new JinjaFunction("fail", _ => throw new InvalidOperationException("the database is closed")))));
            Assert.Fail($"{template} rendered to {text}");
            throw new InvalidOperationException();
        }
        catch (JinjaException error)
        {
            return error;
        }
    }

    private static string Root([System.Runtime.CompilerServices.CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", ".."));
}
