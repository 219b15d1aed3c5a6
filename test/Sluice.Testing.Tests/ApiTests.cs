namespace Sluice.Testing.Tests;

public sealed class ApiTests
{
    [Fact]
    public void The_public_api_is_the_one_that_was_reviewed() => Golden.Check("api.txt", PublicApi.Describe(typeof(TestApplication).Assembly));
}
