using Sluice.Assets;

namespace Sluice.Tests;

public sealed class PublicApiTests
{
    [Fact]
    public void The_public_api_is_the_one_that_was_reviewed() => Golden.Check("api.txt", PublicApi.Describe(typeof(AssetDefinition).Assembly));
}
