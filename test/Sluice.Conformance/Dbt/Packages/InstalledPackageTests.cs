using Sluice.Conformance.Dbt.Gotchas;

namespace Sluice.Conformance.Dbt.Packages;

/// <summary>A project that installs a package from a folder and uses it as projects use such packages.</summary>
[Collection(OneFolderAtATime.Name)]
public sealed class InstalledPackageTests : IDisposable
{
    private static readonly string Here = Path.Combine(Path.GetDirectoryName(DbtCase.Root)!, "Packages");
    private readonly GotchaProject _project = new();

    public InstalledPackageTests()
    {
        foreach (var file in Directory.EnumerateFiles(Here, "*", SearchOption.AllDirectories).Where(file => !file.EndsWith(".cs", StringComparison.Ordinal)))
        {
            _project.Write(Path.GetRelativePath(Here, file), File.ReadAllText(file));
        }
    }

    [Fact]
    public async Task It_builds_once_the_package_is_installed()
    {
        var installed = await RunAsync("deps");
        var built = await RunAsync("build");

        Assert.True(installed.Exit == 0, installed.Error);
        Assert.True(built.Exit == 0, built.Error);
        Assert.Contains("Done. PASS=12 WARN=2 ERROR=0 SKIP=0 NO-OP=0 TOTAL=14", built.Error, StringComparison.Ordinal);
        Assert.Equal("2024-01-01|2024-01-05|5", await QueryAsync("select min(date_day)::date::text, max(date_day)::date::text, count(*) from days"));
        Assert.Equal("20|0\n0|10", await QueryAsync("select open, paid from by_status order by day desc"));
        Assert.Equal("part_one|1|a|\npart_two|2||2.5", await QueryAsync("select * from parts order by id"));
        Assert.Equal("True", await QueryAsync("select key = md5('3-nothing') from keyed where id = 3"));
    }

    [Fact]
    public async Task Without_its_package_a_test_of_it_fails_alone_and_says_what_to_do()
    {
        File.Delete(Path.Combine(_project.Folder, "shop/packages.yml"));
        foreach (var model in (string[])["days", "keyed", "by_status", "parts"])
        {
            _project.Write($"shop/models/{model}.sql", "select 1 as id, 1 as price");
        }

        var call = await RunAsync("build");

        Assert.Equal(1, call.Exit);
        Assert.Contains("no test is named `toolbox.in_range`", call.Error, StringComparison.Ordinal);
        Assert.Contains("hint: if `toolbox` is a package: name it in packages.yml and run `sluice deps`", call.Error, StringComparison.Ordinal);
        Assert.Equal("1", await QueryAsync("select id from parts"));
    }

    [Fact]
    public async Task A_macro_of_a_package_that_is_not_there_says_what_to_do()
    {
        _project.Write("shop/models/keyed.sql", "select {{ dbt_tools.key(['id']) }} as key");

        var call = await RunAsync("run", "--select", "keyed");

        Assert.Equal(1, call.Exit);
        Assert.Contains("`dbt_tools` is undefined", call.Error, StringComparison.Ordinal);
        Assert.Contains("hint: if `dbt_tools` is a package: name it in packages.yml and run `sluice deps`", call.Error, StringComparison.Ordinal);
    }

    public void Dispose() => _project.Dispose();

    private Task<CaseCall> RunAsync(params string[] arguments) => _project.RunAsync([.. arguments, "--project-dir", "shop"]);

    private Task<string> QueryAsync(string sql) => _project.QueryAsync(sql, "shop/shop.duckdb");
}
