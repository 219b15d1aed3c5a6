using Sluice.Sql.Context;
using Sluice.Sql.Project;

namespace Sluice.Sql.Tests.Caching;

public sealed class ParseCacheTests : IDisposable
{
    private readonly TestProject _project = TestProject.Of(
        ("models/a.sql", "{{ rendered() }}select {{ var('x', 0) }} as x"),
        ("models/b.sql", "{{ rendered() }}select * from {{ ref('a') }} {{ half('x') }}"),
        ("macros/m.sql", "{% macro half(c) %}{{ c }} / 2{% endmacro %}"));

    private string Cache => Path.Combine(_project.Folder, "target", "partial_parse.sluice");

    public void Dispose() => _project.Dispose();

    [Fact]
    public void An_unchanged_project_is_not_rendered_again()
    {
        Assert.Equal(2, Renders());
        var written = File.GetLastWriteTimeUtc(Cache);

        Assert.Equal(0, Renders());

        Assert.Equal(written, File.GetLastWriteTimeUtc(Cache));
    }

    [Fact]
    public void A_changed_file_is_rendered_alone()
    {
        Renders();
        _project.Add("models/a.sql", "{{ rendered() }}select 2 as x");

        Assert.Equal(1, Renders());
        Assert.Equal(0, Renders());
    }

    [Fact]
    public void A_changed_variable_renders_those_that_read_it()
    {
        Renders();

        Assert.Equal(1, Renders(vars: "{x: 1}"));
        Assert.Equal(0, Renders(vars: "{x: 1, y: 2}"));
    }

    [Fact]
    public void A_changed_macro_renders_everything()
    {
        Renders();
        _project.Add("macros/m.sql", "{% macro half(c) %}{{ c }} / 3{% endmacro %}");

        Assert.Equal(2, Renders());
    }

    [Fact]
    public void Another_target_renders_everything()
    {
        Renders();

        Assert.Equal(2, Renders(target: "prod"));
    }

    [Fact]
    public void Another_command_renders_nothing()
    {
        Renders();

        Assert.Equal(0, Renders(invocation: new Invocation { Command = "parse", FullRefresh = true }));
    }

    [Fact]
    public void A_template_that_looks_at_the_flags_is_rendered_for_another_command()
    {
        _project.Add("models/a.sql", "{{ rendered() }}{% if flags.WHICH == 'run' %}select 1{% endif %}");
        Renders();

        Assert.Equal(1, Renders(invocation: new Invocation { Command = "run" }));
    }

    [Theory]
    [InlineData("{{ run_started_at }}")]
    [InlineData("{{ invocation_id }}")]
    [InlineData("{{ modules.datetime.datetime.now() }}")]
    [InlineData("{{ print('hello') }}")]
    [InlineData("{% do exceptions.warn('careful') %}")]
    [InlineData("{{ context['invocation_id'] }}")]
    [InlineData("{{ var('undeclared') }}")]
    public void A_template_that_looks_at_the_clock_or_speaks_is_rendered_each_time(string text)
    {
        _project.Add("models/a.sql", $"{{{{ rendered() }}}}{text}");
        Renders();

        Assert.Equal(1, Renders());
    }

    [Theory]
    [InlineData("{{ modules.re.sub('a', 'b', 'c') }}")]
    [InlineData("{{ this }} {{ target.name }} {{ model.name }} {{ tojson({'a': 1}) }}")]
    public void A_template_whose_answers_stay_is_not_rendered_again(string text)
    {
        _project.Add("models/a.sql", $"{{{{ rendered() }}}}{text}");
        Renders();

        Assert.Equal(0, Renders());
    }

    [Fact]
    public void A_warning_is_given_again()
    {
        _project.Add("models/a.sql", "select {{ var('undeclared') }}");
        Renders();
        var first = _project.Report();

        Renders();

        Assert.Contains("undeclared", first, StringComparison.Ordinal);
        Assert.Equal(first, _project.Report());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(10)]
    [InlineData(0.5)]
    [InlineData(-1)]
    public void A_truncated_cache_is_ignored_and_replaced(double length)
    {
        Renders();
        var bytes = File.ReadAllBytes(Cache);
        var end = length < 0 ? bytes.Length - 1 : length < 1 ? (int)(bytes.Length * length) : (int)length;
        File.WriteAllBytes(Cache, bytes[..end]);

        Assert.Equal(2, Renders());
        Assert.Equal(bytes, File.ReadAllBytes(Cache));
    }

    [Fact]
    public void A_cache_with_any_byte_changed_is_ignored_and_replaced()
    {
        Renders();
        var bytes = File.ReadAllBytes(Cache);
        for (var at = 0; at < bytes.Length; at += 7)
        {
            var broken = bytes.ToArray();
            broken[at] ^= 0x21;
            File.WriteAllBytes(Cache, broken);

            Assert.Equal(2, Renders());
            Assert.Equal(bytes, File.ReadAllBytes(Cache));
        }
    }

    [Fact]
    public void A_folder_in_the_place_of_the_cache_changes_nothing()
    {
        Directory.CreateDirectory(Cache);

        Assert.Equal(2, Renders());
        Assert.Equal(2, Renders());
    }

    [Fact]
    public void Loads_at_the_same_time_do_not_disturb_each_other()
    {
        Parallel.For(0, 20, i => Assert.NotNull(Load(new CountingBuiltins(), i % 2 == 0 ? "{x: 1}" : null, null, null)));

        Assert.Empty(Directory.GetFiles(Path.GetDirectoryName(Cache)!, "*.tmp"));
    }

    [Fact]
    public void Without_the_cache_everything_is_rendered_and_nothing_is_kept()
    {
        var builtins = new CountingBuiltins();

        Load(builtins, null, null, null, keepsParse: false);

        Assert.Equal(2, builtins.Count);
        Assert.False(File.Exists(Cache));
    }

    [Fact]
    public void A_deleted_file_leaves_the_cache()
    {
        Renders();
        var before = new FileInfo(Cache).Length;
        File.Delete(Path.Combine(_project.Folder, "models", "b.sql"));

        Assert.Equal(0, Renders());

        Assert.True(new FileInfo(Cache).Length < before);
    }

    private int Renders(string? vars = null, string? target = null, Invocation? invocation = null)
    {
        var builtins = new CountingBuiltins();
        Assert.True(Load(builtins, vars, target, invocation) is not null, _project.Report());
        return builtins.Count;
    }

    private SqlProject? Load(CountingBuiltins builtins, string? vars, string? target, Invocation? invocation, bool keepsParse = true) => SqlProject.Load(
        new ProjectOptions
        {
            ProjectFolder = _project.Folder,
            ProfilesFolder = _project.Folder,
            Builtins = builtins,
            Vars = vars,
            Target = target,
            KeepsParse = keepsParse,
            Invocation = invocation ?? new Invocation(),
        },
        _project.Diagnostics);
}
