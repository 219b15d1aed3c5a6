using System.Text;
using Sbir.Extract;

namespace Sbir.Tests.Extract;

public sealed class XxHash64Tests
{
    // What the reference implementation gives.
    [Theory]
    [InlineData("", 0, 0xEF46DB3751D8E999)]
    [InlineData("a", 0, 0xD24EC4F1A98C6E5B)]
    [InlineData("abc", 0, 0x44BC2CF5AD770999)]
    [InlineData("xxhash", 0, 0x32DD38952C4BC720)]
    [InlineData("xxhash", 20141025, 0xB559B98D844E0635)]
    [InlineData("Nobody inspects the spammish repetition", 0, 0xFBCEA83C8A378BF1)]
    public void A_hash_is_that_of_the_reference(string text, ulong seed, ulong expected) => Assert.Equal(expected, XxHash64.Of(Encoding.UTF8.GetBytes(text), seed));
}
