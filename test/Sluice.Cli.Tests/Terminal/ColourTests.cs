namespace Sluice.Cli.Tests.Terminal;

/// <summary>Colours are for terminals whose owner wants them.</summary>
public sealed class ColourTests
{
    [Theory]
    [InlineData(true, "", "", true)]
    [InlineData(true, "1", "", false)]
    [InlineData(true, "0", "", false)]
    [InlineData(true, "", "--no-use-colors", false)]
    [InlineData(true, "1", "--use-colors", true)]
    [InlineData(false, "", "", false)]
    [InlineData(false, "", "--use-colors", true)]
    public async Task An_error_is_painted_on_a_terminal_unless_that_is_not_wanted(bool isTerminal, string noColor, string option, bool expected)
    {
        var folder = Directory.CreateTempSubdirectory("sluice-").FullName;
        var host = new FakeHost { StartFolder = folder, Environment = { ["NO_COLOR"] = noColor } };

        var exit = await host.RunAsync(isTerminal, option.Length > 0 ? ["ls", option] : ["ls"]);

        Assert.Equal(ExitCode.Usage, exit);
        Assert.Contains("error", host.Error.ToString(), StringComparison.Ordinal);
        Assert.Equal(expected, host.Error.ToString().Contains("\e[31m", StringComparison.Ordinal));
        Directory.Delete(folder);
    }
}
