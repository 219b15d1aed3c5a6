using System.Diagnostics;
using Sbir.Generate;

namespace Sbir.Tests.Pipeline;

public sealed class KilledTests(WholeRun undisturbed) : IClassFixture<WholeRun>
{
    private const int Kills = 4;
    private const int LastKillMilliseconds = 3_000;

    [Fact]
    public async Task A_run_that_was_killed_again_and_again_ends_with_the_rows_of_an_undisturbed_one()
    {
        var project = new SbirProject();
        var draw = new Draw(2026);
        var killed = 0;
        for (var kill = 0; kill < Kills; kill++)
        {
            killed += await KillAsync(project, draw.Between(300, LastKillMilliseconds)) ? 1 : 0;
        }

        await project.RunAsync();

        Assert.InRange(killed, 1, Kills);
        Assert.All(IncrementalTests.Tables, table => Assert.Equal(IncrementalTests.Cells(undisturbed.Project, table), IncrementalTests.Cells(project, table)));
    }

    // False where the run was over before.
    private static async Task<bool> KillAsync(SbirProject project, int afterMilliseconds)
    {
        // Beside the tests the program finds what it needs where they do: some of it is in a shared framework that it does not ask for by itself.
        string[] arguments =
        [
            "exec", "--runtimeconfig", InOutput("Sbir.Tests.runtimeconfig.json"), "--depsfile", InOutput("Sbir.Tests.deps.json"), InOutput("Sbir.dll"), "run", "--quiet",
        ];
        using var process = Process.Start(new ProcessStartInfo("dotnet", arguments)
        {
            WorkingDirectory = project.Folder,
            UseShellExecute = false,
        })!;
        using var limit = new CancellationTokenSource(afterMilliseconds);
        try
        {
            await process.WaitForExitAsync(limit.Token);
            Assert.Equal(0, process.ExitCode);
            return false;
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
            return true;
        }
    }

    private static string InOutput(string file) => Path.Combine(AppContext.BaseDirectory, file);
}
