namespace Sluice.Diagnostics.Tests;

public sealed class ApiTests
{
    [Fact]
    public void The_public_api_is_as_recorded() => Golden.Check("api.txt", PublicApi.Describe(typeof(Diagnostic).Assembly));
}
