using System.Diagnostics;

namespace Sluice.Sql.DuckDb.Tests.Checkpoints;

public sealed class RollbackCrashTests
{
    [Theory]
    [InlineData("before-save")]
    [InlineData("after-save")]
    [InlineData("before-commit:3")]
    [InlineData("after-commit:3")]
    [InlineData("before-rollback")]
    [InlineData("after-rollback")]
    public async Task A_killed_run_that_goes_on_puts_back_what_its_stage_began_with(string crash)
    {
        var folder = await KilledAsync(crash);
        try
        {
            await using var stage = await StageBench.OpenAsync(folder);
            stage.Bench.NextRun(RollbackVictim.Run);
            stage.Yearly("p", RollbackVictim.Old);

            await stage.SaveAsync("2026");
            await stage.Bench.MustBuildAsync(stage.Yearly("p", "select {{ key }} as simulation_year, cast(i as double) as id from range(9) r(i)"), "2026");
            await stage.RollbackAsync("2026");

            Assert.Equal(await File.ReadAllTextAsync(RollbackVictim.StateFile(folder)), await stage.StateAsync());
            Assert.Empty(await stage.SavedAsync());
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Theory]
    [InlineData("before-save", true)]
    [InlineData("after-save", true)]
    [InlineData("before-commit:3", true)]
    [InlineData("after-commit:3", false)]
    [InlineData("before-rollback", false)]
    [InlineData("after-rollback", true)]
    public async Task Another_run_finds_the_data_whole_and_puts_back_what_it_found(string crash, bool isOld)
    {
        var folder = await KilledAsync(crash);
        try
        {
            await using var stage = await StageBench.OpenAsync(folder);
            stage.Yearly("p", RollbackVictim.Old);
            var found = await stage.StateAsync();

            await stage.SaveAsync("2026");
            await stage.Bench.MustBuildAsync(stage.Yearly("p", "select {{ key }} as simulation_year, i as id from range(9) r(i)"), "2026");
            await stage.RollbackAsync("2026");

            Assert.Equal(isOld, found == await File.ReadAllTextAsync(RollbackVictim.StateFile(folder)));
            Assert.Equal(found, await stage.StateAsync());
            Assert.Empty(await stage.SavedAsync());
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<string> KilledAsync(string crash)
    {
        var folder = Directory.CreateTempSubdirectory("sluice-rollback-").FullName;
        var start = CrashVictim.Start(RollbackVictim.Argument, folder);
        start.Environment["SLUICE_CRASH_AT"] = crash;
        using var victim = Process.Start(start)!;
        await victim.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.NotEqual(0, victim.ExitCode);
        return folder;
    }
}
