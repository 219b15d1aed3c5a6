using Sluice.Sql.Packages;

namespace Sluice.Sql.Tests.Packages;

public sealed class PackageInstallerTests
{
    [Fact]
    public async Task The_highest_version_that_fits_all_wishes_is_installed_with_what_it_needs()
    {
        using var project = new PackageProject("packages:\n  - package: a/utils\n    version: ['>=1.0.0', '<2.0.0']\n  - package: a/dates\n    version: 0.10.0\n");
        project.Hub.With("a/utils", "0.9.0").With("a/utils", "1.2.0").With("a/utils", "1.10.0").With("a/utils", "2.0.0")
            .With("a/dates", "0.10.0", [new { package = "a/utils", version = new[] { "<1.10.0" } }, new { package = "a/base", version = ">=0.1.0" }])
            .With("a/base", "0.1.0").With("a/base", "0.2.0-rc1");

        var installed = await project.InstallAsync();

        Assert.Equal(["utils: version 1.2.0, 2.0.0 is out", "dates: version 0.10.0", "base: version 0.1.0"], installed.Select(package => $"{package.Name}: {package.Description}"));
        Assert.Contains("1.2.0", project.Read("dbt_packages/utils/macros/version.sql"), StringComparison.Ordinal);
        Assert.StartsWith(
            "packages:\n  - name: utils\n    package: a/utils\n    version: 1.2.0\n  - name: dates\n    package: a/dates\n    version: 0.10.0\n"
            + "  - name: base\n    package: a/base\n    version: 0.1.0\nsha1_hash: ",
            project.Lock,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("version: '>=1.0.0'\n    install_prerelease: true", "1.1.0-rc1")]
    [InlineData("version: '>=1.1.0-b1'", "1.1.0-rc1")]
    [InlineData("version: '>=1.0.0'", "1.0.0")]
    [InlineData("version: [1.1.0-b1]", "1.1.0-b1")]
    public async Task A_prerelease_is_taken_only_where_it_is_asked_for(string wish, string expected)
    {
        using var project = new PackageProject($"packages:\n  - package: a/utils\n    {wish}\n");
        project.Hub.With("a/utils", "1.0.0").With("a/utils", "1.1.0-b1").With("a/utils", "1.1.0-rc1");

        var installed = await project.InstallAsync();

        Assert.StartsWith($"version {expected}", installed[0].Description, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_version_that_requires_another_dbt_is_passed_over()
    {
        using var project = new PackageProject("packages:\n  - package: a/utils\n    version: '>=1.0.0'\n");
        project.Hub.With("a/utils", "1.0.0", requires: [">=1.3.0", "<3.0.0"]).With("a/utils", "2.0.0", requires: [">=90.0.0"]);

        var installed = await project.InstallAsync();

        Assert.Equal("version 1.0.0", installed[0].Description);
    }

    [Fact]
    public async Task A_lock_file_counts_until_the_wishes_change_or_an_upgrade_is_asked_for()
    {
        using var project = new PackageProject("packages:\n  - package: a/utils\n    version: '>=1.0.0'\n");
        project.Hub.With("a/utils", "1.0.0");
        await project.InstallAsync();
        project.Hub.With("a/utils", "1.1.0");

        var locked = await project.InstallAsync();
        var upgraded = await project.InstallAsync(upgrade: true);
        project.Write("root/packages.yml", "packages:\n  - package: a/utils\n    version: '<1.1.0'\n");
        var changed = await project.InstallAsync();

        Assert.Equal("version 1.0.0, 1.1.0 is out", locked[0].Description);
        Assert.Equal("version 1.1.0", upgraded[0].Description);
        Assert.Equal("version 1.0.0, 1.1.0 is out", changed[0].Description);
    }

    [Fact]
    public async Task Locking_installs_nothing()
    {
        using var project = new PackageProject("packages:\n  - package: a/utils\n    version: '>=1.0.0'\n");
        project.Hub.With("a/utils", "1.0.0");

        await project.InstallAsync(lockOnly: true);

        Assert.Contains("version: 1.0.0", project.Lock, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(project.Folder, "dbt_packages")));
    }

    [Fact]
    public async Task Without_a_network_locked_packages_that_are_there_stay_in_use()
    {
        using var project = new PackageProject("packages:\n  - package: a/utils\n    version: '>=1.0.0'\n");
        project.Hub.With("a/utils", "1.0.0");
        await project.InstallAsync();
        project.Hub.IsDown = true;

        var installed = await project.InstallAsync();

        Assert.True(installed[0].IsKept);
        Assert.Contains("1.0.0", project.Read("dbt_packages/utils/macros/version.sql"), StringComparison.Ordinal);
        Assert.Contains("no route to hub.getdbt.com", project.Found.ToSorted()[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Errors_name_the_package_and_what_to_do()
    {
        using var down = new PackageProject("packages:\n  - package: a/utils\n    version: 1.0.0\n");
        down.Hub.IsDown = true;
        using var none = new PackageProject("packages:\n  - package: a/none\n    version: 1.0.0\n");
        using var unfit = new PackageProject("packages:\n  - package: a/utils\n    version: '>=3.0.0'\n");
        unfit.Hub.With("a/utils", "1.0.0").With("a/utils", "2.0.0");
        using var wrong = new PackageProject("packages:\n  - package: a/utils\n  - package: a/utils\n    version: newest\n  - private: a/b\n  - {}\n  - tarball: https://x/y.tgz\n");
        using var gone = new PackageProject("packages:\n  - local: ../gone\n");
        using var secret = new PackageProject("packages:\n  - git: \"{{ env_var('DBT_ENV_SECRET_HOST') }}/repo.git\"\n");
        secret.Environment["DBT_ENV_SECRET_HOST"] = "/hidden-token";

        var text = string.Join(
            "\n\n",
            await down.FailAsync(), await none.FailAsync(), await unfit.FailAsync(), await wrong.FailAsync(), await gone.FailAsync(), await secret.FailAsync());

        Assert.DoesNotContain("hidden-token", text, StringComparison.Ordinal);
        Golden.Check("package-errors.txt", text);
    }

    [Fact]
    public async Task A_local_package_is_linked_and_brings_its_own_packages()
    {
        using var project = new PackageProject(
            "packages:\n  - local: ../lib\n",
            ("lib/dbt_project.yml", "name: lib\n"),
            ("lib/packages.yml", "packages:\n  - local: ../base\n"),
            ("base/dbt_project.yml", "name: base\n"));

        var installed = await project.InstallAsync();
        project.Write("lib/new.txt", "new");

        Assert.Equal(["lib", "base"], installed.Select(package => package.Name));
        Assert.Equal("new", project.Read("dbt_packages/lib/new.txt"));
    }

    [Fact]
    public async Task A_package_folder_of_another_name_and_dependencies_yml_are_used()
    {
        using var project = new PackageProject("packages: []\n", ("root/dependencies.yml", "packages:\n  - package: a/utils\n    version: 1.0.0\nprojects: []\n"));
        project.Write("root/dbt_project.yml", "name: proj\npackages-install-path: vendor\n");
        project.Hub.With("a/utils", "1.0.0");

        await project.InstallAsync();

        Assert.Contains("1.0.0", project.Read("vendor/utils/dbt_project.yml"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_tarball_is_unpacked_under_its_name()
    {
        using var project = new PackageProject("packages:\n  - tarball: https://files.example/a/utils/1.0.0.tar.gz\n    name: utils\n");

        await project.InstallAsync();

        Assert.Contains("1.0.0", project.Read("dbt_packages/utils/dbt_project.yml"), StringComparison.Ordinal);
        Assert.Contains("tarball: \"https://files.example/a/utils/1.0.0.tar.gz\"", project.Lock, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Git_takes_a_tag_a_branch_or_a_commit_and_the_lock_keeps_the_commit()
    {
        using var project = new PackageProject("packages: []\n", ("repo/sub/dbt_project.yml", "name: deep\n"));
        project.Git("repo", "init", "-q");
        project.Git("repo", "add", ".");
        project.Git("repo", "commit", "-qm", "one");
        project.Git("repo", "tag", "v1");
        var first = project.Git("repo", "rev-parse", "HEAD");
        project.Write("root/packages.yml", $"packages:\n  - git: {project.Top}/repo\n    revision: v1\n    subdirectory: sub\n");
        project.Write("repo/sub/new.txt", "new");
        project.Git("repo", "add", ".");
        project.Git("repo", "commit", "-qm", "two");

        var tagged = await project.InstallAsync();
        var hasNew = File.Exists(Path.Combine(project.Folder, "dbt_packages/deep/new.txt"));
        project.Write("root/packages.yml", $"packages:\n  - git: {project.Top}/repo\n    subdirectory: sub\n");
        await project.InstallAsync();

        Assert.Equal($"git commit {first[..12]} (v1)", tagged[0].Description);
        Assert.False(hasNew);
        Assert.Equal("new", project.Read("dbt_packages/deep/new.txt"));
        Assert.Contains($"revision: {project.Git("repo", "rev-parse", "HEAD")}", project.Lock.Replace("\"", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Contains("is not pinned", Assert.Single(project.Found.ToSorted()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Warn_unpinned_false_is_silent_and_a_missing_revision_is_an_error()
    {
        using var project = new PackageProject("packages: []\n", ("repo/dbt_project.yml", "name: flat\n"));
        project.Git("repo", "init", "-q");
        project.Git("repo", "add", ".");
        project.Git("repo", "commit", "-qm", "one");
        project.Write("root/packages.yml", $"packages:\n  - git: {project.Top}/repo\n    warn-unpinned: false\n");
        await project.InstallAsync();
        project.Write("root/packages.yml", $"packages:\n  - git: {project.Top}/repo\n    revision: v9\n");

        var error = await project.FailAsync();

        Assert.Empty(project.Found.ToSorted());
        Assert.Contains("it has no revision `v9`", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "a/utils@1.0.0", "hub", "packages:\n  - package: a/utils\n    version: \"1.0.0\"\n")]
    [InlineData("packages:\n  # ours\n  - local: lib # near\n\n# end\n", "a/utils@>=1.0.0,<2.0.0", "hub",
        "packages:\n  # ours\n  - local: lib # near\n  - package: a/utils\n    version: [\">=1.0.0\", \"<2.0.0\"]\n\n# end\n")]
    [InlineData("packages:\n- package: a/utils\n  version: 0.1.0\n- local: lib\n", "a/utils@1.0.0", "hub", "packages:\n- package: a/utils\n  version: \"1.0.0\"\n- local: lib\n")]
    [InlineData("packages:\n  - local: lib", "git@host:a/b.git@v1", "git", "packages:\n  - local: lib\n  - git: \"git@host:a/b.git\"\n    revision: \"v1\"\n")]
    [InlineData("packages: []\n", "../lib", "local", "packages:\n  - local: \"../lib\"\n")]
    public void Adding_a_package_keeps_the_rest_of_the_file(string before, string package, string source, string after)
    {
        using var project = new PackageProject(before);

        PackageAddition.Add(project.Folder, package, source);

        Assert.Equal(after, project.Read("packages.yml"));
    }
}
