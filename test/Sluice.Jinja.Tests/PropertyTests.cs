using FsCheck;
using FsCheck.Fluent;
using Sluice.Diagnostics;

namespace Sluice.Jinja.Tests;

/// <summary>What holds for any text.</summary>
public sealed class PropertyTests
{
    private static readonly string[] Pieces =
    [
        "{{", "}}", "{%", "%}", "{#", "#}", "{%-", "-%}", "{{-", "-}}", "+%}", " ", "\n", "\r\n", "a", "b", "if", "else", "elif", "endif",
        "for", "in", "endfor", "set", "endset", "macro", "endmacro", "call", "endcall", "block", "endblock", "raw", "endraw", "filter",
        "endfilter", "extends", "include", "import", "from", "as", "with", "endwith", "context", "do", "break", "continue", "autoescape",
        "endautoescape", "recursive", "scoped", "required", "loop", "is", "not", "and", "or", "true", "none", "'x'", "\"y\"", "'", "\"", "\\",
        "1", "2.5", "1e3", "0x1f", "1_000", "(", ")", "[", "]", "{", "}", ".", ",", ":", "|", "~", "+", "-", "*", "**", "/", "//", "%", "=",
        "==", "!=", "<", "<=", ">", ">=", "upper", "length", "default", "join", "range(3)", "é", "😀", "\u0000", ";", "?", "#",
    ];

    private static readonly JinjaEnvironment Environment = new(new JinjaOptions
    {
        Limits = new JinjaLimits { MaxDepth = 20, MaxOutputChars = 10_000, MaxLoopIterations = 1000 },
        LineStatementPrefix = null,
    });

    private static readonly JinjaEnvironment WithLines = new(new JinjaOptions
    {
        Limits = new JinjaLimits { MaxDepth = 20, MaxOutputChars = 10_000, MaxLoopIterations = 1000 },
        LineStatementPrefix = "#", LineCommentPrefix = "##", TrimBlocks = true, LstripBlocks = true, Undefined = UndefinedKind.Strict,
        Autoescape = true,
    });

    [Fact]
    public void No_text_crashes_lexer_parser_or_renderer()
    {
        var words = Gen.Elements(Pieces).ArrayOf().Select(string.Concat);

        Check.One(Config.QuickThrowOnFailure.WithMaxTest(20_000).WithEndSize(60), Prop.ForAll(words.ToArbitrary(), IsHandled));
    }

    [Fact]
    public void No_expression_crashes()
    {
        var words = Gen.Elements(Pieces.Skip(13).ToArray()).ArrayOf().Select(parts => "{{ " + string.Join(' ', parts) + " }}");

        Check.One(Config.QuickThrowOnFailure.WithMaxTest(20_000).WithEndSize(12), Prop.ForAll(words.ToArbitrary(), IsHandled));
    }

    [Fact]
    public void Any_string_at_all_is_handled()
    {
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(5_000), Prop.ForAll(ArbMap.Default.ArbFor<string>(), text => IsHandled(text ?? "")));
    }

    [Fact]
    public void Text_without_delimiters_is_printed_as_it_is()
    {
        var plain = ArbMap.Default.ArbFor<string>().Filter(text => text is not null && !text.Contains('{') && !text.Contains('\r') && !text.EndsWith('\n'));

        Check.One(Config.QuickThrowOnFailure.WithMaxTest(2_000), Prop.ForAll(plain, text => Rendering.Render(text) == text));
    }

    [Fact]
    public void A_raw_block_prints_what_it_holds()
    {
        var words = Gen.Elements(Pieces).ArrayOf().Select(string.Concat)
            .Where(text => !text.Contains("endraw", StringComparison.Ordinal) && !text.Contains('\r'));

        Check.One(Config.QuickThrowOnFailure.WithMaxTest(3_000), Prop.ForAll(
            words.ToArbitrary(), text => Rendering.Render("{% raw %}" + text + "{% endraw %}") == text));
    }

    [Fact]
    public void The_printed_form_of_a_string_reads_back_as_the_string()
    {
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(5_000), Prop.ForAll(
            ArbMap.Default.ArbFor<string>().Filter(text => text is not null && text.All(character => !char.IsSurrogate(character))),
            text => Rendering.Render("{{ " + JinjaValue.Repr(text) + " == x }}", ("x", text)) == "True"));
    }

    [Fact]
    public void Floats_read_back_as_the_same_number()
    {
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(5_000), Prop.ForAll(
            ArbMap.Default.ArbFor<double>().Filter(double.IsFinite),
            number => double.Parse(JinjaValue.ToText(number), System.Globalization.CultureInfo.InvariantCulture).Equals(number)));
    }

    [Fact]
    public void Quotient_and_rest_fit_together()
    {
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(5_000), Prop.ForAll(
            ArbMap.Default.ArbFor<long>(), ArbMap.Default.ArbFor<long>().Filter(divisor => divisor != 0),
            (a, b) => Rendering.Render("{{ (a // b) * b + a % b == a and (a % b == 0 or (a % b < 0) == (b < 0)) }}", ("a", a), ("b", b)) == "True"));
    }

    private static bool IsHandled(string text)
    {
        foreach (var environment in (JinjaEnvironment[])[Environment, WithLines])
        {
            try
            {
                environment.Compile(new SourceText("any.sql", text)).Render(Rendering.Scope(("a", 1), ("b", new[] { "x", "y" })));
            }
            catch (JinjaException error)
            {
                // Its text must be printable too.
                _ = error.ToString();
                if (error.Kind == JinjaErrorKind.Host)
                {
                    throw;
                }
            }
        }

        return true;
    }
}
