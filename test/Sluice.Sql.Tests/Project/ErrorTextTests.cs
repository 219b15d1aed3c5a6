using Sluice.Diagnostics;
using Sluice.Sql.Graph;
using Sluice.Sql.Selection;
using Sluice.Sql.Tests.Graph;

namespace Sluice.Sql.Tests.Project;

/// <summary>The whole text of every problem that a project can have.</summary>
public sealed class ErrorTextTests
{
    private const string Partitions = "partitions:\n  year: { range: [2025, 2027], var: year, column: year }\n";

    private static readonly Dictionary<string, (string Path, string Text)[]> Cases = new(StringComparer.Ordinal)
    {
        ["snapshot-config"] =
        [
            ("snapshots/s.sql", "{% snapshot s %}{{ config(strategy='timestamp', hard_deletes='invalidated') }}select 1 as id{% endsnapshot %}"),
        ],
        ["unit-tests"] =
        [
            ("models/m.sql", "select 1 as id"),
            ("models/u.yml", """
                unit_tests:
                  - { name: nothing_expected, model: m }
                  - { name: no_input, model: m, given: [{ input: orders }], expect: { rows: [] } }
                  - { name: no_format, model: m, expect: { format: cvs, rows: [] } }
                  - { name: no_rows, model: m, expect: { rows: [1] } }
                  - { name: no_fixture, model: m, expect: { format: csv, fixture: row } }
                """),
            ("tests/fixtures/rows.csv", "id\n1\n"),
        ],
        ["source-freshness"] =
        [
            ("models/s.yml", "sources:\n  - name: raw\n    tables:\n      - { name: t, freshness: { error_after: { count: many, period: day } } }\n"),
        ],
        ["broken-yaml"] = [("models/p.yml", "models:\n  - name: a\n   columns: [id\n"), ("models/a.sql", "select 1 as id")],
        ["broken-yaml-jinja"] = [("models/p.yml", "models:\n  - name: a\n    description: {{ doc('x') }} y\n"), ("models/a.sql", "select 1 as id")],
        ["broken-yaml-tab"] = [("models/p.yml", "models:\n  - name: a\n\tdescription: x\n"), ("models/a.sql", "select 1 as id")],
        ["unknown-anchor"] = [("models/p.yml", "models:\n  - name: a\n    meta: *shard\n"), ("models/a.sql", "select 1 as id")],
        ["second-document"] = [("models/p.yml", "version: 2\n---\nmodels: []\n")],
        ["duplicate-key"] = [("models/p.yml", "models:\n  - name: a\n    description: x\n    description: y\n"), ("models/a.sql", "select 1 as id")],
        ["deep-yaml"] = [("models/p.yml", "meta: " + new string('[', 200) + new string(']', 200) + "\n")],
        ["wrong-kinds"] =
        [
            ("models/p.yml", "models:\n  a: 1\nseeds:\n  - just_a_name\nsources:\n  - name: s\n    tables: t\n"),
        ],
        ["unknown-keys"] =
        [
            ("dbt_project.yml", "name: proj\nprofile: case\nmodel-path: [models]\n"),
            ("models/a.sql", "select 1 as id"),
            ("models/p.yml", "models:\n  - name: a\n    descripton: x\n    columns:\n      - { name: id, datatype: integer }\n"),
        ],
        ["boolean-key"] = [("models/p.yml", "models:\n  - name: a\n    on: x\n"), ("models/a.sql", "select 1 as id")],
        ["jinja-key"] = [("models/p.yml", "models:\n  - name: a\n    meta:\n      ? [x]\n      : 1\n"), ("models/a.sql", "select 1 as id")],
        ["missing-name"] = [("models/p.yml", "models:\n  - description: x\n"), ("dbt_project.yml", "profile: case\n")],
        ["unknown-flags"] = [("dbt_project.yml", "name: proj\nprofile: case\nflags:\n  use_color: true\n  fail_fats: true\n")],
        ["not-a-node"] = [("models/a.sql", "select * from {{ api.Relation.create_from('a', 'b') }}\n")],
        ["bad-project-name"] = [("dbt_project.yml", "name: my-project\nprofile: case\n")],
        ["no-profile"] = [("dbt_project.yml", "name: proj\n")],
        ["unknown-profile"] = [("dbt_project.yml", "name: proj\nprofile: cas\n")],
        ["unknown-target"] = [("profiles.yml", "case:\n  target: dve\n  outputs:\n    dev: { type: duckdb }\n")],
        ["unknown-adapter"] = [("profiles.yml", "case:\n  target: dev\n  outputs:\n    dev: { type: snowflake }\n")],
        ["unknown-profile-key"] = [("profiles.yml", "case:\n  target: dev\n  outputs:\n    dev: { type: duckdb, pth: x.duckdb }\n")],
        ["bad-threads"] = [("profiles.yml", "case:\n  target: dev\n  outputs:\n    dev: { type: duckdb, threads: many }\n")],
        ["env-var-in-profile"] = [("profiles.yml", "case:\n  target: dev\n  outputs:\n    dev: { type: duckdb, path: \"{{ env_var('NO_SUCH') }}\" }\n")],
        ["env-var-in-model"] = [("models/a.sql", "select '{{ env_var('NO_SUCH') }}' as x")],
        ["secret-in-model"] = [("models/a.sql", "select '{{ env_var('DBT_ENV_SECRET_KEY') }}' as x")],
        ["unknown-ref"] = [("models/stg_orders.sql", "select 1 as id"), ("models/orders.sql", "select *\nfrom {{ ref('stg_order') }}\n")],
        ["unknown-ref-in-macro"] =
        [
            ("macros/m.sql", "{% macro all_of(name) %}select * from {{ ref(name) }}{% endmacro %}"),
            ("models/a.sql", "{{ all_of('b') }}"),
        ],
        ["unknown-source"] =
        [
            ("models/s.yml", "sources:\n  - name: raw\n    tables: [{ name: orders }]\n"),
            ("models/a.sql", "select * from {{ source('raw', 'order') }}"),
        ],
        ["disabled-ref"] = [("models/a.sql", "{{ config(enabled=false) }}select 1 as id"), ("models/b.sql", "select * from {{ ref('a') }}")],
        ["two-models-of-one-name"] = [("models/x/a.sql", "select 1 as id"), ("models/y/a.sql", "select 2 as id")],
        ["model-and-seed-of-one-name"] = [("models/a.sql", "select 1 as id"), ("seeds/a.csv", "id\n1\n")],
        ["described-twice"] = [("models/a.sql", "select 1 as id"), ("models/p.yml", "models: [{ name: a }]\n"), ("models/q.yml", "models: [{ name: a }]\n")],
        ["same-relation"] = [("models/a.sql", "select 1 as id"), ("models/b.sql", "{{ config(alias='a') }}select 2 as id")],
        ["prev-in-first"] = [("sluice.yml", Partitions), ("models/b.sql", "{{ config(materialized='table', partition_by='year') }}\nselect * from {{ prev('b') }} where id in (select id from {{ prev('b') }})")],
        ["prev-before-first"] = [("sluice.yml", Partitions), ("models/b.sql", "{{ config(materialized='table', partition_by='year') }}\nselect * from {% if partition.first %}x{% else %}{{ prev('b', 2) }}{% endif %}")],
        ["prev-in-macro"] =
        [
            ("sluice.yml", Partitions),
            ("macros/m.sql", "{% macro last_year(model) %}\n{{ prev(model) }}\n{% endmacro %}\n"),
            ("models/b.sql", "{{ config(materialized='table', partition_by='year') }}\nselect * from {{ last_year('b') }}"),
        ],
        ["prev-in-hook"] =
        [
            ("sluice.yml", Partitions),
            ("models/b.sql", "{{ config(materialized='table', partition_by='year', post_hook=\"delete from {{ this }} where id in (select id from {{ prev('b') }})\") }}\nselect 1 as id"),
        ],
        ["prev-in-first-and-more"] =
        [
            ("sluice.yml", Partitions),
            ("models/b.sql", "{{ config(materialized='table', partition_by='year') }}\nselect * from {{ prev('b') }} join {{ ref('nothing') }} using (id)"),
            ("models/c.sql", "select {{ cnts(1) }} as x"),
            ("models/d.sql", "{{ config(enabled=false, materialized='table', partition_by='year') }}\nselect * from {{ prev('d') }}"),
            ("models/e.sql", "{{ config(materialized='ephemeral', partition_by='year') }}\nselect * from {{ prev('b') }}"),
        ],
        ["unset-variables-everywhere"] =
        [
            ("dbt_project.yml", "name: proj\nprofile: case\non-run-start:\n  - \"create table if not exists {{ env_var('TABLE') }} (i int)\"\n"),
            ("sluice.yml", "partitions:\n  year: { range: [2025, \"{{ env_var('LAST') }}\"] }\n"),
            ("models/a.sql", "{{ config(post_hook=\"delete from {{ ref('b') }} where '{{ env_var('HOOKED') }}' = {{ ref('nothing') }}\") }}\nselect {{ env_var('IN_MODEL') }} as id"),
            ("models/b.sql", "select {{ by_macro() }} as id"),
            ("macros/m.sql", "{% macro by_macro() %}{{ env_var('IN_MACRO') }}{% endmacro %}\n"),
            ("models/m.yml", "models:\n  - name: a\n    description: \"{{ env_var('DESCRIBED') }}\"\n"),
        ],
        ["unknown-macro-in-macro"] =
        [
            ("macros/m.sql", "{% macro cents(x) %}{{ x }}{% endmacro %}\n{% macro price(x) %}\n{{ cnts(x) }}\n{% endmacro %}\n"),
            ("models/a.sql", "select {{ price('x') }} as id"),
        ],
        ["unknown-macros"] = [("macros/m.sql", "{% macro cents(x) %}{{ x }}{% endmacro %}"), ("models/a.sql", "select {{ cnts('x') }} as id,\n  {{ dbt_utils.star('x') }} as y, {{ cent('z') if execute }}")],
        ["unknown-macro"] = [("macros/m.sql", "{% macro cents(x) %}{{ x }}{% endmacro %}"), ("models/a.sql", "select {{ cnts('x') }} as id")],
        ["missing-var"] = [("dbt_project.yml", "name: proj\nprofile: case\nvars: { start_date: 2024-01-01 }\n"), ("models/a.sql", "select '{{ var('start_dat') }}' as d")],
        ["unknown-test"] = [("models/a.sql", "select 1 as id"), ("models/p.yml", "models:\n  - name: a\n    columns: [{ name: id, data_tests: [not_nul] }]\n")],
        ["bad-tests"] =
        [
            ("models/a.sql", "select 1 as id"),
            ("models/p.yml", "models:\n  - name: a\n    data_tests:\n      - unique: 3\n      - accepted_values:\n        values: [1]\n      - [not_null]\n    columns:\n      - name: id\n        tests: not_null\n"),
        ],
        ["test-on-nothing"] = [("models/a.sql", "select 1 as id"), ("models/p.yml", "models:\n  - name: aa\n    columns: [{ name: id, data_tests: [not_null] }]\n")],
        ["required-version"] = [("dbt_project.yml", "name: proj\nprofile: case\nrequire-dbt-version: ['>=1.5.0', '>=9.0.0']\n")],
        ["bad-version"] = [("dbt_project.yml", "name: proj\nprofile: case\nrequire-dbt-version: newest\n")],
        ["bad-config-call"] = [("models/a.sql", "{{ config('table') }}select 1 as id")],
        ["package-missing"] = [("packages.yml", "packages:\n  - package: dbt-labs/dbt_utils\n    version: 1.1.0\n  - local: pkgs/lib\n")],
        ["private-ref"] =
        [
            ("models/a.sql", "select 1 as id"), ("models/b.sql", "select * from {{ ref('a') }}"),
            ("models/p.yml", "groups: [{ name: fin, owner: { name: Fin } }]\nmodels:\n  - { name: a, config: { group: fin, access: private } }\n"),
        ],
        ["unused-config-path"] =
        [
            ("dbt_project.yml", "name: proj\nprofile: case\nmodels:\n  proj:\n    staging: { +materialized: table }\n    meta: { owner: me }\n"),
            ("models/a.sql", "select 1 as id"),
        ],
        ["unknown-docs"] = [("models/a.sql", "select 1 as id"), ("models/d.md", "{% docs one %}First{% enddocs %}"), ("models/p.yml", "models:\n  - name: a\n    description: \"{{ doc('onn') }}\"\n")],
        ["raised-by-a-macro"] =
        [
            ("macros/m.sql", "{% macro check(x) %}\n  {% if x > 2 %}{{ exceptions.raise_compiler_error('x is ' ~ x) }}{% endif %}\n{% endmacro %}"),
            ("models/a.sql", "select 1 as id\n{{ check(3) }}"),
        ],
        ["syntax-in-model"] = [("models/a.sql", "select 1\nfrom {{ ref('b' }}\n")],
        ["syntax-in-macro"] = [("macros/m.sql", "{% macro a() %}\nselect {% if x %}1\n{% endmacro %}"), ("models/a.sql", "select 1 as id")],
        ["syntax-in-hook"] = [("models/a.sql", "{{ config(post_hook=\"insert into log {{ this \") }}select 1 as id")],
        ["syntax-in-run-hook"] = [("dbt_project.yml", "name: proj\nprofile: case\non-run-end:\n  - \"grant select\"\n  - \"{{ audit(results }}\"\n")],
        ["syntax-in-yaml"] = [("dbt_project.yml", "name: proj\nprofile: case\nmodels:\n  proj:\n    +enabled: \"{{ var('x' }}\"\n")],
        ["python-model"] = [("models/a.py", "def model(dbt, session): pass\n")],
        ["prev-unpartitioned"] = [("sluice.yml", Partitions), ("models/a.sql", "select 1 as id"), ("models/b.sql", "select * from {{ prev('a') }}")],
        ["prev-of-unpartitioned"] =
        [
            ("sluice.yml", Partitions), ("models/a.sql", "select 1 as id"),
            ("models/b.sql", "{{ config(materialized='table', partition_by='year') }}\nselect * from {{ prev('a') }}"),
        ],
        ["prev-count"] = [("sluice.yml", Partitions), ("models/b.sql", "{{ config(materialized='table', partition_by='year') }}\nselect * from {{ prev('b', 0) }}")],
        ["unknown-partitions"] = [("sluice.yml", Partitions), ("models/a.sql", "{{ config(materialized='table', partition_by='yaer') }}\nselect 1 as id")],
        ["partitioned-view"] = [("sluice.yml", Partitions), ("models/a.sql", "{{ config(materialized='view', partition_by='year') }}\nselect 1 as id")],
        ["mixed-partitions"] =
        [
            ("sluice.yml", Partitions + "  region: { keys: [north, south] }\n"),
            ("models/a.sql", "{{ config(materialized='table', partition_by='year') }}\nselect 1 as id"),
            ("models/b.sql", "{{ config(materialized='table', partition_by='region') }}\nselect * from {{ ref('a') }}"),
        ],
        ["partitioned-ephemeral"] =
        [
            ("sluice.yml", Partitions), ("models/a.sql", "{{ config(materialized='ephemeral', partition_by='year') }}\nselect 1 as id"),
            ("models/b.sql", "select * from {{ ref('a') }}"),
        ],
        ["unused-variable"] =
        [
            ("sluice.yml", "name: x\n"), ("models/a.sql", "select {{ var('rate', 1) }} as id"),
            ("dbt_project.yml", "name: proj\nprofile: case\nvars:\n  rates: 3\n  nobody_reads_this: 4\n"),
        ],
        ["sluice-unknown-key"] = [("sluice.yml", "name: x\npartition:\n  year: { range: [1, 2] }\nworkflow:\n  stages:\n    - { name: a, select: 'tag:x', paralel: 2 }\n")],
        ["sluice-partitions"] =
        [
            ("sluice.yml", "partitions:\n  a: {}\n  b: { range: [1, 2], keys: [x] }\n  c: { range: [5, 2] }\n  d: { range: [1, x] }\n  e: { range: 3 }\n  f: { keys: [x, x] }\n  g: { keys: [] }\n  h:\n"),
        ],
        ["sluice-dimensions"] =
        [
            ("sluice.yml", "partitions:\n  year: { range: [1, 2] }\n  odd: { keys: [a+b] }\n  a: { dimensions: [year] }\n  b: { dimensions: [year, yaer] }\n  c: { dimensions: [year, year] }\n  d: { dimensions: [year, odd] }\n  e: { dimensions: [year, odd], column: x }\n"),
        ],
        ["sluice-workflow"] =
        [
            ("sluice.yml", "workflow:\n  for_each: yeer\n  stages:\n    - { name: one, select: a, gate: [drift, drft], on_failure: { retry: many, then: explode } }\n    - { name: one, select: b }\n    - { select: c }\n    - { name: two }\n"
                + "partitions: { year: { keys: [a] } }\nrules:\n  drift: { kind: row_count_change, model: a, warn: lots }\n  unread: { kind: tests, test: t }\n  bare: { kind: test }\n"),
            ("models/a.sql", "select 1 as id"),
        ],
        ["sluice-rules"] =
        [
            ("sluice.yml", Partitions + """
                workflow:
                  for_each: year
                  stages:
                    - { name: one, select: a, gate: [backwards, share_of_nothing, age, history, bounds, misspelt, column, order, to, test, gaps, both, many] }
                rules:
                  backwards: { kind: row_count_change, model: a, warn: 5%, error: 0.5% }
                  share_of_nothing: { kind: sql, sql: "select 1", error: 5% }
                  age: { kind: freshness, model: a, column: at, error: 3 }
                  history: { kind: spike, model: a, against: previous_partitoin }
                  bounds: { kind: value_range, model: a, column: id }
                  misspelt: { kind: row_count, model: aa, mim: 3 }
                  column: { kind: uniqueness, model: a, column: [idd, "id + 1"] }
                  order: { kind: event_sequence, model: a, key: ide, order: id, closing: "id = 3" }
                  to: { kind: sum_equal, model: a, column: id, to: b }
                  test: { kind: test, test: no_such_test, model: a }
                  gaps: { kind: continuity, models: [a, b] }
                  both: { kind: reconciliation, model: a, to: [{ model: bb }, { column: id }] }
                  many: { kind: spike, model: a, measure: median, against: { mean_of: 0, of: runs } }

                """),
            ("models/a.sql", "select 1 as id"), ("models/b.sql", "{{ config(materialized='table', partition_by='year') }}\nselect 1 as id, {{ partition }} as year"),
            ("models/a.yml", "models:\n  - name: a\n    config: { contract: { enforced: true } }\n    columns: [{ name: id, data_type: integer }, { name: at, data_type: timestamp }]\n"),
        ],
        ["sluice-rule-templates"] =
        [
            ("sluice.yml", """
                workflow:
                  stages:
                    - { name: one, select: a, gate: [unknown, broken, where, long], requires: [{ sql: "select {{ 1 +" }, { file: "{% if %}" }] }
                rules:
                  unknown: { kind: sql, sql: "select * from {{ ref('aa') }} join {{ source('raw', 'order') }}" }
                  broken: { kind: sql, sql: "select * from {{ ref('a' }}" }
                  where: { kind: row_count, model: a, where: "id in (select id from {{ ref('b') }})" }
                  long:
                    kind: sql
                    sql: |
                      select *
                      from {{ ref('bb') }}
                    error: 3

                """),
            ("models/a.sql", "select 1 as id"), ("models/b.yml", "sources: [{ name: raw, tables: [{ name: orders }] }]\n"),
        ],
        ["sluice-rules-without-partitions"] =
        [
            ("sluice.yml", """
                workflow:
                  stages:
                    - { name: one, select: a, gate: [gaps, drift], requires: [previous_partition_complete] }
                rules:
                  gaps: { kind: continuity, model: a }
                  drift: { kind: row_count_change, model: a, against: previous_partition, error: 5% }

                """),
            ("models/a.sql", "select 1 as id"),
        ],
        ["sluice-stage-order"] =
        [
            ("sluice.yml", """
                workflow:
                  stages:
                    - { name: one, select: a, depends_on: [two], timeout: soon, sla: 5 minutes }
                    - { name: two, select: b, depends_on: [on], on_failure: { retry: 1, rebuild: [bb], then: hide } }
                """),
            ("models/a.sql", "select 1 as id\n"),
            ("models/b.sql", "select 1 as id\n"),
        ],
        ["sluice-requires"] =
        [
            ("sluice.yml", Partitions.Replace("year:", "simulation_year:", StringComparison.Ordinal) + """
                workflow:
                  for_each: simulation_year
                  stages:
                    - name: one
                      select: a
                      requires:
                        - previous_year_complete
                        - previous_simulation_year_complete
                        - previous_partition_complete
                        - previous_month_complete
                        - previous_year_complet
                        - { rows: a }
                        - { row: { model: aa, were: x } }
                        - { not_empty: b }
                        - { relation: raw.orders, sql: "select 1" }
                        - { file: census.csv, max_age: soon }
                        - [file]

                """),
            ("models/a.sql", "select 1 as id"),
        ],
        ["sluice-models"] =
        [
            ("sluice.yml", "reports:\n  year: { model: rpt_yeer, path: x.json, per: day, format: xml }\nfallbacks:\n  pay: [pay_before]\nsettings: { strict_vars: maybe }\n"),
            ("models/rpt_year.sql", "select 1 as id"), ("models/pay.sql", "select 1 as id"),
        ],
    };

    public static TheoryData<string> Names => [.. Cases.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void The_text_says_what_is_wrong_where_and_what_to_do(string name)
    {
        using var project = TestProject.Of(Cases[name]);

        _ = project.TryLoad();

        Golden.Check(name + ".txt", project.Report());
    }

    [Fact]
    public void A_folder_without_a_project_is_named()
    {
        var diagnostics = new DiagnosticBag();

        _ = Sql.Project.SqlProject.Load(new() { ProjectFolder = "/nonexistent", Builtins = new FakeBuiltins() }, diagnostics);

        Golden.Check("no-project.txt", string.Join('\n', diagnostics.ToSorted()) + "\n");
    }

    [Fact]
    public void A_missing_profiles_file_is_named_with_the_places_that_were_looked_at()
    {
        using var project = TestProject.Of();
        File.Delete(Path.Combine(project.Folder, "profiles.yml"));

        _ = project.TryLoad();

        Golden.Check("no-profiles.txt", project.Report().Replace(project.Folder, "(folder)", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("vars-broken", "{a: [}")]
    [InlineData("vars-list", "[1, 2]")]
    public void Variables_of_the_command_line_must_be_a_mapping(string name, string vars)
    {
        using var project = TestProject.Of();

        _ = project.TryLoad(vars);

        Golden.Check(name + ".txt", project.Report());
    }

    [Fact]
    public void A_file_that_is_a_directory_is_named()
    {
        using var project = TestProject.Of();
        Directory.CreateDirectory(Path.Combine(project.Folder, "sluice.yml"));
        Directory.CreateDirectory(Path.Combine(project.Folder, "models"));
        File.CreateSymbolicLink(Path.Combine(project.Folder, "models", "gone.sql"), "/nonexistent.sql");

        _ = project.TryLoad();

        Golden.Check("unreadable.txt", project.Report());
    }

    [Theory]
    [InlineData("hidden-ref", "b", null, "models/b.sql", "{% if execute %}select * from {{ ref('a') }}{% else %}select 1{% endif %}")]
    [InlineData("missing-var-at-run", "b", null, "models/b.sql", "select {{ var('nothing') }} as x")]
    [InlineData("missing-config", "b", null, "models/b.sql", "select '{{ config.require('colour') }}' as x")]
    [InlineData("no-dispatch", "b", null, "models/b.sql", "select '{{ adapter.dispatch('nothing')() if execute }}' as x")]
    [InlineData("prev-in-first-at-run", "b", "2025", "models/b.sql", "{{ config(materialized='table', partition_by='year') }}select * from {{ prev('b') if execute }}")]
    [InlineData("prev-before-first-at-run", "b", "2026", "models/b.sql", "{{ config(materialized='table', partition_by='year') }}select * from {{ prev('b', 2) if execute }}")]
    public void A_node_that_cannot_be_rendered_says_why(string name, string node, string? partition, string path, string text)
    {
        using var folder = TestProject.Of(("models/a.sql", "select 1 as id"), (path, text), ("sluice.yml", Partitions));
        var project = folder.Load();

        var error = Assert.ThrowsAny<DiagnosticException>(() => TestProject.Compile(project, node, partition));

        Golden.Check(name + ".txt", error.Message + "\n");
    }

    [Theory]
    [InlineData("select-nothing", "stg_order")]
    [InlineData("select-nothing-tag", "tag:nightli,a")]
    [InlineData("select-unknown-method", "tags:nightly")]
    [InlineData("select-malformed", "@a+")]
    [InlineData("select-state", "state:modified")]
    [InlineData("select-unknown-type", "resource_type:modell")]
    public void A_selection_that_is_wrong_says_so(string name, string select)
    {
        using var folder = TestProject.Of(("models/stg_orders.sql", "{{ config(tags='nightly') }}select 1 as id"), ("models/a.sql", "select 1 as id"));
        var project = folder.Load();

        project.Selector.Select(new SelectionRequest { Select = [select] }, folder.Diagnostics);

        Golden.Check(name + ".txt", folder.Report());
    }

    [Fact]
    public void An_unknown_selector_is_named()
    {
        using var folder = TestProject.Of(("selectors.yml", "selectors:\n  - { name: nightly, definition: 'tag:nightly' }\n"));
        var project = folder.Load();

        project.Selector.Select(new SelectionRequest { Selector = "nightli" }, folder.Diagnostics);

        Golden.Check("select-unknown-selector.txt", folder.Report());
    }

    [Fact]
    public void A_selector_that_refers_to_itself_is_named()
    {
        using var folder = TestProject.Of((
            "selectors.yml",
            "selectors:\n  - name: a\n    definition: { method: selector, value: b }\n  - name: b\n    definition: { method: selector, value: a }\n"));
        var project = folder.Load();

        var error = Assert.ThrowsAny<DiagnosticException>(() => project.Selector);

        Golden.Check("select-selector-cycle.txt", error.Message + "\n");
    }

    [Fact]
    public void Stages_that_do_not_fit_the_models_are_named()
    {
        using var folder = TestProject.Of(
            ("sluice.yml", Partitions + "workflow:\n  for_each: year\n  stages:\n    - { name: one, select: a }\n    - { name: two, select: 'a b' }\n    - { name: three, select: 'tag:nothing' }\n"),
            ("models/a.sql", "select 1 as id"), ("models/b.sql", "select 1 as id"),
            ("models/c.sql", "{{ config(materialized='table', partition_by='year') }}\nselect 1 as id, {{ partition.key }} as year"));
        var project = folder.Load();

        _ = ProjectAssets.Create(project, NoRunner.Instance, NoRunner.Instance, folder.Diagnostics);

        Golden.Check("stages.txt", folder.Report());
    }

    [Theory]
    [InlineData("override-without-a-value", true, "settings.threads")]
    [InlineData("override-without-a-place", true, "stage.twoo.parallel=2")]
    [InlineData("override-without-a-file", false, "settings.threads=2")]
    public void A_value_that_cannot_be_set_is_named(string name, bool hasFile, string text)
    {
        using var folder = TestProject.Of(("models/a.sql", "select 1 as id"));
        if (hasFile)
        {
            folder.Add("sluice.yml", "workflow:\n  stages:\n    - { name: two, select: a }\n");
        }

        _ = folder.TryLoad(overrides: text);

        Golden.Check($"{name}.txt", folder.Report());
    }

    [Fact]
    public void A_warning_of_a_template_carries_its_place()
    {
        using var folder = TestProject.Of(("models/a.sql", "{{ exceptions.warn('be careful') }}select 1 as id"));
        var sink = new Warnings();

        _ = folder.Load(invocation: new Context.Invocation { Messages = sink });

        Golden.Check("template-warning.txt", string.Join('\n', sink.Found) + "\n");
    }

    [Fact]
    public void Every_code_of_this_project_has_a_pinned_text()
    {
        var folders = new[] { "Project", "Nodes", "Context", "Relations", "Compilation", "Selection", "Graph" };
        var used = folders.SelectMany(folder => Directory.EnumerateFiles(Clone.Path("src/Sluice.Sql", folder), "*.cs", SearchOption.AllDirectories))
            .SelectMany(file => System.Text.RegularExpressions.Regex.Matches(File.ReadAllText(file), "SLUICE[0-9]{4}").Select(match => match.Value)).ToHashSet();
        var pinned = Directory.EnumerateFiles(Clone.Path("test/Sluice.Sql.Tests"), "*.txt", SearchOption.AllDirectories)
            .Where(file => file.Contains("/golden/", StringComparison.Ordinal)).Select(File.ReadAllText).ToList();

        Assert.Empty(used.Where(code => !pinned.Exists(text => text.Contains(code, StringComparison.Ordinal))).Order());
    }

    private sealed class Warnings : Context.IMessageSink
    {
        internal List<Diagnostic> Found { get; } = [];

        public void Print(string text) => throw new InvalidOperationException(text);

        public void Log(string text, bool info) => throw new InvalidOperationException(text);

        public void Warn(Diagnostic warning) => Found.Add(warning);
    }
}
