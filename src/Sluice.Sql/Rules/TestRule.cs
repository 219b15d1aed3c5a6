namespace Sluice.Sql.Rules;

/// <summary><c>test</c>: a data test of the project finds no failures. It is run as a step of its own would be, by <see cref="DataTestCheck"/>.</summary>
internal static class TestRule
{
    internal static RuleKind Kind { get; } = new(
        "test", ["test"], ["test"], ThresholdForm.Amount, _ => throw new InvalidOperationException("a data test is run by its runner"));
}
