using System.Collections.Immutable;
using Sluice.Jinja.Lexing;
using Sluice.Jinja.Syntax;

namespace Sluice.Jinja.Parsing.Tags;

/// <summary><c>{% for x in xs if … recursive %} … {% else %} … {% endfor %}</c></summary>
internal static class ForTag
{
    internal static ForStatement Parse(StatementParser parser, Token tag)
    {
        var tokens = parser.Tokens;
        var expressions = parser.Expressions;
        tokens.Take();
        var target = TargetParser.Parse(tokens);
        tokens.Expect("in", "`in` after the loop variable");
        var mark = tokens.Names.Mark;
        var iterable = expressions.ParseTuple(withConditional: false);
        var loads = tokens.Names.ReadSince(mark);
        mark = tokens.Names.Mark;
        var test = tokens.TrySkip("if") ? expressions.Parse() : null;
        var testLoads = tokens.Names.ReadSince(mark);
        var isRecursive = tokens.TrySkip("recursive");
        mark = tokens.Names.Mark;
        var scopedBefore = parser.Template.ScopedBlocks;
        parser.Loops++;
        var body = parser.ParseBodyOf(tag, out var end, "else", "endfor");
        parser.Loops--;
        var usesLoop = tokens.Names.IsFree("loop", mark) || parser.Template.ScopedBlocks > scopedBefore;
        ImmutableArray<Statement> orElse = [];
        if (end.Is("else"))
        {
            orElse = parser.ParseBodyOf(end, out end, "endfor");
        }

        if (target.Names.Contains("loop"))
        {
            parser.Errors.Add(SyntaxErrors.NotAssignable(
                parser.Source, target.Span, "`loop` in the target of a `for`, where it has a special meaning"));
        }

        return new ForStatement(
            target, iterable, loads, test, testLoads, isRecursive, usesLoop, body, orElse, tag.Span.To(end.Span));
    }
}
