using System.Collections.Immutable;
using Sluice.Diagnostics;
using Sluice.Jinja.Compiling;
using Sluice.Jinja.Running;

namespace Sluice.Jinja.Syntax;

/// <summary>One condition and what it guards.</summary>
internal sealed record Branch(Expression Condition, string[] Loads, ImmutableArray<Statement> Body);

/// <summary><c>{% if … %} … {% elif … %} … {% else %} … {% endif %}</c>.</summary>
internal sealed class IfStatement(ImmutableArray<Branch> branches, ImmutableArray<Statement> orElse, SourceSpan span)
    : Statement(span)
{
    internal override void Analyze(Symbols symbols)
    {
        symbols.LoadAll(branches[0].Loads);
        var then = symbols.Copy();
        Body.Analyze(branches[0].Body, then);
        var others = symbols.Copy();
        foreach (var branch in branches.Skip(1))
        {
            others.LoadAll(branch.Loads);
            var body = others.Copy();
            Body.Analyze(branch.Body, body);
            others.Merge(body, others.Copy(), others.Copy());
        }

        var otherwise = symbols.Copy();
        Body.Analyze(orElse, otherwise);
        symbols.Merge(then, others, otherwise);
    }

    internal override Executor Compile(Scope scope)
    {
        var branch = scope.Branch();
        var conditions = new Func<Frame, bool>[branches.Length];
        var bodies = new Executor[branches.Length];
        for (var i = 0; i < bodies.Length; i++)
        {
            conditions[i] = branches[i].Condition.CompileCondition(branch);
            bodies[i] = Body.Compile(branches[i].Body, branch);
        }

        var otherwise = Body.Compile(orElse, branch);
        if (bodies.Length == 1)
        {
            var (condition, body) = (conditions[0], bodies[0]);
            return (frame, output) => condition(frame) ? body(frame, output) : otherwise(frame, output);
        }

        return (frame, output) =>
        {
            for (var i = 0; i < conditions.Length; i++)
            {
                if (conditions[i](frame))
                {
                    return bodies[i](frame, output);
                }
            }

            return otherwise(frame, output);
        };
    }
}
