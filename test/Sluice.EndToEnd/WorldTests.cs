using System.Diagnostics;
using Sluice.EndToEnd.Harness;

namespace Sluice.EndToEnd;

/// <summary>The world around a run fails: somebody else holds the database, the disk is full, the folder is not ours.</summary>
public sealed class WorldTests
{
    [Fact]
    public async Task A_database_held_by_another_process_is_named_with_its_holder()
    {
        // The macro says that it is at work, and then is for a while.
        using var folder = ProjectFolder.Toy(
            ("macros/hold.sql", "{% macro hold() %}{{ print('holding') }}{% do run_query('select sum(hash(i)) from range(40000000000) as t(i)') %}{% endmacro %}"),
            ("models/a.sql", "select 1 as id"));
        using var holder = SluiceProcess.Start(folder.Root, null, "run-operation", "hold");
        try
        {
            Assert.Equal("holding", await holder.StandardOutput.ReadLineAsync());

            var second = await folder.RunAsync("run", "--select", "a", "--wait", "0");

            second.Ends(2);
            Assert.Contains(holder.Id.ToString(), second.Error, StringComparison.Ordinal);
            Golden.Check("database-is-held.txt", Masked.Text(second.Error, folder).Replace(holder.Id.ToString(), "<pid>", StringComparison.Ordinal).Replace(Environment.MachineName, "<host>", StringComparison.Ordinal));
        }
        finally
        {
            holder.Kill();
            await holder.WaitForExitAsync();
        }
    }

    [Fact]
    public async Task A_full_disk_fails_the_step_and_loses_nothing_that_was_committed()
    {
        using var folder = ProjectFolder.Toy(
            ("sluice.yml", "name: toy\n"),
            ("models/a_small.sql", "{{ config(materialized='table') }}\nselect * from range(1000) as t(id)\n"),
            ("models/b_big.sql", "{{ config(materialized='table') }}\n-- after {{ ref('a_small') }}\nselect id, hash(id) as h1, hash(id + 1) as h2, md5(id::varchar) as m from range(4000000) as t(id)\n"));
        var disk = folder.Path("disk");
        Directory.CreateDirectory(disk);
        if (!await TryAsync("mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", disk))
        {
            Assert.Skip("mounting a small file system is not permitted here");
        }

        try
        {
            folder.Write("profiles.yml", "toy:\n  target: dev\n  outputs:\n    dev: { type: duckdb, path: disk/toy.duckdb, settings: { temp_directory: '' } }\n");

            var result = await folder.RunAsync("run", "--threads", "1");

            result.Ends(1);
            Assert.Contains("a_small", result.Error, StringComparison.Ordinal);
            Golden.Check("disk-full.txt", string.Join('\n', Masked.Text(result.Error, folder).Split('\n').Where(line => line.Contains("error SLUICE", StringComparison.Ordinal) || line.Contains("hint:", StringComparison.Ordinal))));
            Assert.Equal("1000", await Database.ScalarAsync(folder.Path("disk/toy.duckdb"), "select count(*) from a_small"));
        }
        finally
        {
            await TryAsync("umount", disk);
        }
    }

    [Fact]
    public async Task A_folder_that_may_not_be_written_is_named()
    {
        using var folder = ProjectFolder.Toy(("models/a.sql", "select 1 as id"));

        // Permissions do not bind a user with all privileges, so those are given up that would pass over them.
        string[] bound = Environment.IsPrivilegedProcess ? ["setpriv", "--bounding-set=-dac_override,-dac_read_search"] : ["env"];
        if (!await TryAsync("chmod", "a-w", folder.Root) || !await TryAsync(bound[0], [.. bound[1..], "test", "!", "-w", folder.Root]))
        {
            Assert.Skip("this user may write everywhere, and cannot give that up here");
        }

        using var process = Process.Start(new ProcessStartInfo(bound[0], [.. bound[1..], "dotnet", Path.Combine(AppContext.BaseDirectory, "Sluice.Cli.dll"), "run", "--project-dir", folder.Root])
        {
            WorkingDirectory = "/",
            UseShellExecute = false,
            RedirectStandardError = true,
            RedirectStandardOutput = true,
            RedirectStandardInput = true,
        })!;
        var result = await SluiceProcess.EndAsync(process);
        await TryAsync("chmod", "u+w", folder.Root);

        Golden.Check("no-permission.txt", Masked.Text(result.Ends(2).Error, folder));
    }

    private static async Task<bool> TryAsync(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardError = true, RedirectStandardOutput = true })!;
            var output = process.StandardOutput.ReadToEndAsync();
            var error = process.StandardError.ReadToEndAsync();
            await process.WaitForExitAsync();
            await Task.WhenAll(output, error);
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
