using Sluice.EndToEnd.Harness;

namespace Sluice.EndToEnd;

/// <summary>Whatever is wrong with a project, the answer is a diagnostic with a place: never a stack trace, never a wrong exit code.</summary>
public sealed class BadInputTests
{
    private const string Model = "select 1 as id";

    private static readonly Dictionary<string, Case> Cases = new(StringComparer.Ordinal)
    {
        ["broken-yaml-in-the-project-file"] = new(2, [("dbt_project.yml", "name: toy\nprofile: [toy\nvars: {}\n")]),
        ["broken-yaml-in-a-properties-file"] = new(2, [("models/a.sql", Model), ("models/schema.yml", "models:\n  - name: a\n   description: x\n")]),
        ["broken-yaml-in-sluice-yml"] = new(2, [("models/a.sql", Model), ("sluice.yml", "name: toy\npartitions: {year: {range: [2024, 2026}\n")]),
        ["a-key-twice"] = new(2, [("models/a.sql", Model), ("sluice.yml", "name: toy\nname: toy2\n")]),
        ["wrong-types"] = new(2, [("dbt_project.yml", "name: [toy]\nprofile: toy\nmodel-paths: 3\nvars: yes\n")]),
        ["wrong-types-in-sluice-yml"] = new(2, [("models/a.sql", Model), ("sluice.yml", "name: toy\npartitions:\n  year: { range: 2024 }\nworkflow:\n  stages: none\n")]),
        ["unknown-keys-in-sluice-yml"] = new(2, [("models/a.sql", Model), ("sluice.yml", "name: toy\npartition:\n  year: { range: [2024, 2026] }\nworkflow:\n  for_eech: year\n")]),
        ["unknown-key-in-the-project-file"] = new(0, [("models/a.sql", Model), ("dbt_project.yml", "name: toy\nprofile: toy\nmodle-paths: [models]\n")]),
        ["empty-project-file"] = new(2, [("dbt_project.yml", "")]),
        ["an-unused-variable"] = new(2, [("models/a.sql", Model), ("sluice.yml", "name: toy\n"), ("dbt_project.yml", "name: toy\nprofile: toy\nvars:\n  strat_year: 2025\n")]),
        ["jinja-syntax-in-a-model"] = new(2, [("models/a.sql", "select 1 as id\n{% if x %}\nfrom t\n")]),
        ["jinja-error-in-a-model"] = new(2, [("models/a.sql", "select {{ 1 / 0 }} as id\n")]),
        ["jinja-syntax-in-a-macro"] = new(2, [("models/a.sql", "select {{ cents('x') }} as id\n"), ("macros/money.sql", "{% macro cents(column) %}\n  ({{ column * }} * 100)\n{% endmacro %}\n")]),
        ["jinja-error-in-a-macro"] = new(1, [("models/a.sql", "select {{ cents('x') }} as id\n"), ("macros/money.sql", "{% macro cents(column) %}\n  {{ column.nothing.at_all() }}\n{% endmacro %}\n")]),
        ["jinja-error-in-a-hook"] = new(1, [("models/a.sql", "{{ config(post_hook=\"insert into {{ nothing.here }} values (1)\") }}\nselect 1 as id\n")]),
        ["unknown-macro"] = new(1, [("models/a.sql", "select {{ cent('x') }} as id\n"), ("macros/money.sql", "{% macro cents(column) %}({{ column }} * 100){% endmacro %}\n")]),
        ["unknown-refs"] = new(2, [("models/stg_orders.sql", Model), ("models/a.sql", "select *\nfrom {{ ref('stg_order') }}\n"), ("models/b.sql", "select * from {{ source('shop', 'orders') }}\n")]),
        ["a-disabled-model"] = new(2, [("models/a.sql", "{{ config(enabled=false) }} select 1 as id"), ("models/b.sql", "select * from {{ ref('a') }}")]),
        ["two-models-of-one-name"] = new(2, [("models/x/a.sql", Model), ("models/y/a.sql", Model)]),
        ["a-cycle"] = new(2, [("models/a.sql", "select * from {{ ref('b') }}"), ("models/b.sql", "select * from {{ ref('c') }}"), ("models/c.sql", "select * from {{ ref('a') }}")]),
        ["a-cycle-in-a-partition"] = new(2,
        [
            ("sluice.yml", "name: toy\npartitions:\n  year: { range: [2024, 2026] }\n"),
            ("models/merit.sql", "{{ config(materialized='table', partition_by='year') }}\nselect {{ partition.key }} as year\nfrom {{ ref('snapshot') }}\n"),
            ("models/events.sql", "{{ config(materialized='table', partition_by='year') }}\nselect * from {{ ref('merit') }}\n"),
            ("models/snapshot.sql", "{{ config(materialized='table', partition_by='year') }}\nselect * from {{ ref('events') }}\n"),
        ]),
        ["prev-without-a-start"] = new(2,
        [
            ("sluice.yml", "name: toy\npartitions:\n  year: { range: [2024, 2026] }\n"),
            ("models/state.sql", "{{ config(materialized='table', partition_by='year') }}\nselect {{ partition.key }} as year\nfrom {{ prev('state') }}\n"),
        ]),
        ["prev-in-a-model-without-partitions"] = new(2, [("models/a.sql", Model), ("models/b.sql", "select * from {{ prev('a') }}")]),
        ["unknown-partitions"] = new(2, [("sluice.yml", "name: toy\npartitions:\n  year: { range: [2024, 2026] }\n"), ("models/a.sql", "{{ config(materialized='table', partition_by='yaer') }}\nselect 1 as year\n")]),
        ["partitions-that-end-before-they-begin"] = new(2, [("models/a.sql", Model), ("sluice.yml", "name: toy\npartitions:\n  year: { range: [2029, 2025] }\n")]),
        ["rows-of-another-partition"] = new(1, [("sluice.yml", "name: toy\npartitions:\n  year: { range: [2024, 2025] }\n"), ("models/a.sql", "{{ config(materialized='table', partition_by='year') }}\nselect 2024 as year\n")]),
        ["sql-with-an-unknown-column"] = new(1, [("models/a.sql", Model), ("models/b.sql", "{% set factor = 100 %}\nselect\n    id,\n    amuont * {{ factor }} as cents\nfrom {{ ref('a') }}\n")]),
        ["sql-with-a-syntax-error"] = new(1, [("models/a.sql", "select 1 as id,\nfrom from x\n")]),
        ["sql-error-that-comes-from-a-macro"] = new(1, [("models/a.sql", "select\n    {{ cents('id') }} as cents\nfrom (select 1 as id)\n"), ("macros/money.sql", "{% macro cents(column) %}({{ column }} * hundred){% endmacro %}\n")]),
        ["sql-error-in-a-hook"] = new(1, [("models/a.sql", "{{ config(post_hook='insert into nowhere values (1)') }}\nselect 1 as id\n")]),
        ["sql-error-at-run-time"] = new(1, [("models/a.sql", "{{ config(materialized='table') }}\nselect cast(x as integer) as id\nfrom (values ('1'), ('two')) as t(x)\n")]),
        ["an-empty-model"] = new(1, [("models/a.sql", "")]),
        ["a-failing-test"] = new(1, [("models/a.sql", "select * from (values (1), (1), (null)) as t(id)"), ("models/schema.yml", "models:\n  - name: a\n    columns:\n      - name: id\n        data_tests: [unique, not_null]\n")], "build"),
        ["a-test-with-a-severity-of-warn"] = new(0, [("models/a.sql", "select null as id"), ("models/schema.yml", "models:\n  - name: a\n    columns:\n      - name: id\n        data_tests:\n          - not_null: { config: { severity: warn } }\n")], "build"),
        ["an-unknown-test"] = new(1, [("models/a.sql", Model), ("models/schema.yml", "models:\n  - name: a\n    columns:\n      - name: id\n        data_tests: [uniqe]\n")], "build"),
        ["a-contract-that-is-broken"] = new(1, [("models/a.sql", "{{ config(materialized='table') }}\nselect 'x' as id, 1 as more"), ("models/schema.yml", "models:\n  - name: a\n    config: { contract: { enforced: true } }\n    columns:\n      - { name: id, data_type: integer }\n")]),
        ["a-seed-with-a-line-too-long"] = new(1, [("seeds/s.csv", "id,name\n1,a\n2,b,c\n")], "seed"),
        ["an-empty-seed"] = new(1, [("seeds/s.csv", "")], "seed"),
        ["an-unknown-target"] = new(2, [("models/a.sql", Model)], "run", "--target", "prd"),
        ["no-profile"] = new(2, [("models/a.sql", Model), ("dbt_project.yml", "name: toy\nprofile: tay\n")]),
        ["an-unset-environment-variable"] = new(2, [("models/a.sql", Model), ("profiles.yml", "toy:\n  target: dev\n  outputs:\n    dev: { type: duckdb, path: \"{{ env_var('TOY_DB') }}\" }\n")]),
        ["another-kind-of-database"] = new(2, [("models/a.sql", Model), ("profiles.yml", "toy:\n  target: dev\n  outputs:\n    dev: { type: snowflake, account: x }\n")]),
        ["vars-that-are-no-yaml"] = new(2, [("models/a.sql", Model)], "run", "--vars", "{a: [}"),
        ["vars-that-are-no-mapping"] = new(2, [("models/a.sql", Model)], "run", "--vars", "[1, 2]"),
        ["a-selection-that-matches-nothing"] = new(0, [("models/orders.sql", Model)], "run", "--select", "ordres"),
        ["a-selection-that-is-wrong"] = new(2, [("models/orders.sql", Model)], "run", "--select", "tags:x"),
        ["an-unknown-partition"] = new(2, [("sluice.yml", "name: toy\npartitions:\n  year: { range: [2024, 2026] }\n"), ("models/a.sql", "{{ config(materialized='table', partition_by='year') }}\nselect {{ partition.key }} as year\n")], "run", "--partition", "2062"),
        ["a-template-that-loops-for-ever"] = new(2, [("models/a.sql", "{% for i in range(10000000) %}{% for j in range(10000000) %}x{% endfor %}{% endfor %}")]),
        ["a-macro-that-calls-itself"] = new(2, [("models/a.sql", "select {{ again() }}"), ("macros/m.sql", "{% macro again() %}{{ again() }}{% endmacro %}")]),
        ["an-unknown-operation"] = new(2, [("macros/m.sql", "{% macro vacuum() %}{% endmacro %}")], "run-operation", "vacum"),
    };

    public static TheoryData<string> Names => [.. Cases.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_mistake_is_answered_with_its_place(string name)
    {
        var (exit, files, arguments) = Cases[name];
        using var folder = ProjectFolder.Toy(files);

        var result = await folder.RunAsync([.. arguments.DefaultIfEmpty("run"), "--threads", "1"]);

        result.Ends(exit);
        Golden.Check($"{name}.txt", Masked.Text(result.Error, folder));
    }

    [Fact]
    public async Task A_folder_without_a_project_is_named()
    {
        using var folder = ProjectFolder.Empty();

        var result = await folder.RunAsync("run");

        Golden.Check("no-project.txt", Masked.Text(result.Ends(2).Error, folder));
    }

    [Fact]
    public async Task A_project_folder_that_does_not_exist_is_named()
    {
        using var folder = ProjectFolder.Empty();

        var result = await folder.RunAsync("run", "--project-dir", folder.Path("nowhere"));

        Golden.Check("no-folder.txt", Masked.Text(result.Ends(2).Error, folder));
    }

    [Fact]
    public async Task A_project_folder_that_is_a_file_is_named()
    {
        using var folder = ProjectFolder.Empty();
        folder.Write("file.txt", "");

        var result = await folder.RunAsync("run", "--project-dir", folder.Path("file.txt"));

        Golden.Check("folder-is-a-file.txt", Masked.Text(result.Ends(2).Error, folder));
    }

    [Fact]
    public async Task A_database_path_that_is_a_folder_is_named()
    {
        using var folder = ProjectFolder.Toy(("models/a.sql", Model));
        Directory.CreateDirectory(folder.Database);

        var result = await folder.RunAsync("run");

        Golden.Check("database-is-a-folder.txt", Masked.Text(result.Ends(2).Error, folder));
    }

    [Fact]
    public async Task A_file_that_is_no_database_is_named()
    {
        using var folder = ProjectFolder.Toy(("models/a.sql", Model));
        folder.Write("toy.duckdb", new string('x', 20_000));

        var result = await folder.RunAsync("run");

        Golden.Check("not-a-database.txt", Masked.Text(result.Ends(2).Error, folder));
    }

    [Fact]
    public async Task A_model_that_is_a_folder_is_no_model()
    {
        using var folder = ProjectFolder.Toy(("models/a.sql/keep.txt", ""), ("models/b.sql", Model));

        var result = await folder.RunAsync("ls");

        Assert.Equal("toy.b\n", result.Ends(0).Output);
    }

    [Fact]
    public async Task A_properties_file_of_ten_megabytes_is_read_or_refused_in_bounded_time()
    {
        using var folder = ProjectFolder.Toy(("models/a.sql", Model));
        var text = string.Concat(Enumerable.Range(0, 150_000).Select(i => $"  - name: unknown_{i:000000}\n    description: a long enough text\n"));
        folder.Write("models/big.yml", "models:\n" + text);

        var result = await folder.RunAsync("parse");

        Assert.True(result.Exit is 0 or 2, result.Error);
        Assert.DoesNotContain("SLUICE5099", result.Error, StringComparison.Ordinal);
    }

    private sealed record Case(int Exit, (string Path, string Text)[] Files, params string[] Arguments);
}
