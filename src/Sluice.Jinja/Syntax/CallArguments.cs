using System.Collections.Immutable;
using Sluice.Jinja.Compiling;

namespace Sluice.Jinja.Syntax;

/// <summary>The arguments of a call: <c>a, *b, c=d, **e</c>.</summary>
internal sealed record CallArguments(
    ImmutableArray<Expression> Positional, ImmutableArray<KeyValuePair<string, Expression>> Keywords,
    Expression? Rest, Expression? RestKeywords)
{
    internal static readonly CallArguments None = new([], [], null, null);

    /// <summary>Whether the arguments can be given to a routine by their places alone.</summary>
    internal bool FitsInto(Filters.BuiltInRoutine routine) =>
        Rest is null && RestKeywords is null && Keywords.IsEmpty
        && routine.PlainSize >= Positional.Length && routine.Required <= Positional.Length;

    internal ArgumentPlan Compile(Scope scope) => new(
        Expression.CompileAll(Positional, scope),
        [.. Keywords.Select(item => item.Key)],
        Expression.CompileAll([.. Keywords.Select(item => item.Value)], scope),
        Rest?.Compile(scope),
        RestKeywords?.Compile(scope));
}
