using System.Globalization;

namespace Sluice.Sql.DuckDb.Tests.Caching;

/// <summary>A project that is edited at random: its files, and what it is loaded with.</summary>
internal sealed class EditedProject : IDisposable
{
    // These read only those before them, so that there is no cycle.
    private static readonly string[] Read = ["models/m0.sql", "models/m1.sql", "models/m2.sql", "models/m3.sql"];

    private readonly Random _random;
    private readonly SortedDictionary<string, string> _files = new(StringComparer.Ordinal);
    private int _names;

    internal EditedProject(int seed)
    {
        _random = new Random(seed);
        Folder = Directory.CreateTempSubdirectory("sluice-edits-").FullName;
        Write("profiles.yml", "case:\n  target: dev\n  outputs:\n    dev: { type: duckdb, path: case.duckdb, threads: 1 }\n    prod: { type: duckdb, path: case.duckdb, schema: live, threads: 4 }\n");
        WriteProject();
        for (var i = 0; i < 6; i++)
        {
            AddModel();
        }

        Write("macros/a.sql", Macro());
        Write("models/schema.yml", Properties());
        Write("tests/check.sql", "select * from {{ ref('m0') }} where {{ cents('id') }} < 0\n");
        Write("analyses/look.sql", "select {{ var('a') }}, '{{ var('b') }}' from {{ ref('m0') }}\n");
        Write("seeds/s.csv", "id,amount\n1,2\n");
    }

    internal string Folder { get; }

    internal string Target { get; private set; } = "dev";

    internal string? Vars { get; private set; }

    internal string Command { get; private set; } = "build";

    internal bool FullRefresh { get; private set; }

    internal string Environment { get; private set; } = "one";

    /// <summary>Makes one edit, and says which.</summary>
    internal string Edit()
    {
        switch (_random.Next(17))
        {
            case 0:
                return AddModel();
            case 1 when Removable().Count > 1:
                return Remove(Pick(Removable()));
            case 2 when Removable().Count > 0:
                var from = Pick(Removable());
                var text = _files[from];
                Remove(from);
                return Write($"models/r{_names++}.sql", text);
            case 3 or 4 or 5:
                var model = Pick(Models());
                return Write(model, Model(Array.IndexOf(Read, model)));
            case 6:
                return Write("macros/a.sql", Macro());
            case 7:
                return _files.ContainsKey("macros/b.sql") ? Remove("macros/b.sql") : Write("macros/b.sql", "{% macro generate_schema_name(custom, node) %}{{ target.schema }}_{{ node.config.materialized }}{% endmacro %}\n");
            case 8 or 9:
                return Write("models/schema.yml", Properties());
            case 10:
                return WriteProject();
            case 11:
                Vars = _random.Next(3) == 0 ? null : $"{{ a: {_random.Next(3)} }}";
                return $"vars {Vars}";
            case 12:
                Environment = $"e{_random.Next(3)}";
                return $"environment {Environment}";
            case 13:
                Target = Target == "dev" ? "prod" : "dev";
                return $"target {Target}";
            case 14:
                (Command, FullRefresh) = (_random.Next(2) == 0 ? "build" : "parse", _random.Next(2) == 0);
                return $"{Command} {FullRefresh}";
            case 15:
                return Write("tests/check.sql", _random.Next(2) == 0
                    ? $"select {_random.Next(9)} as x from {{{{ ref('m0') }}}}\n"
                    : "{% macro helper() %}h{% endmacro %}{% test positive(model, column_name) %}select 1 from {{ model }} where {{ column_name }} < 0{% endtest %}\n");
            default:
                return _files.ContainsKey("sluice.yml") ? Remove("sluice.yml")
                    : Write("sluice.yml", $"name: proj\npartitions:\n  year: {{ range: [2024, {2025 + _random.Next(3)}], var: year, column: year }}\n");
        }
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    private List<string> Models() => [.. _files.Keys.Where(path => path.StartsWith("models/", StringComparison.Ordinal) && path.EndsWith(".sql", StringComparison.Ordinal))];

    // What others read stays, so that most edits leave a project that loads.
    private List<string> Removable() => [.. Models().Where(path => !Read.Contains(path))];

    private string Pick(List<string> items) => items[_random.Next(items.Count)];

    private string AddModel()
    {
        var path = $"models/m{_names++}.sql";
        return Write(path, Model(Array.IndexOf(Read, path)));
    }

    private string Write(string path, string text)
    {
        _files[path] = text;
        var full = Path.Combine(Folder, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, text);
        return $"write {path}: {text}";
    }

    private string Remove(string path)
    {
        _files.Remove(path);
        File.Delete(Path.Combine(Folder, path));
        return $"remove {path}";
    }

    private string WriteProject() => Write("dbt_project.yml", string.Create(CultureInfo.InvariantCulture, $$"""
        name: proj
        profile: case
        vars: { a: {{_random.Next(3)}}, b: [1, {{_random.Next(3)}}] }
        models:
          proj:
            +tags: [t{{_random.Next(2)}}]
            +meta: { owner: o{{_random.Next(2)}} }
        """));

    // Every way in which a render while parsing can depend on something.
    private string Model(int place)
    {
        var lines = new List<string>();
        string Earlier() => place < 0 ? $"m{_random.Next(Read.Length)}" : place == 0 ? "s" : $"m{_random.Next(place)}";
        for (var count = 1 + _random.Next(3); count > 0; count--)
        {
            lines.Add((_random.Next(18)) switch
            {
                0 => $"{{{{ config(materialized='{(_random.Next(2) == 0 ? "table" : "ephemeral")}', tags=['x{_random.Next(2)}']) }}}}",
                1 => "{{ config(alias=this.name ~ var('a')) }}",
                2 => "{{ config(meta={'env': env_var('SLUICE_EDIT', 'none'), 'list': var('b')}) }}",
                3 => "{{ config(schema=target.name) }}",
                4 => "{% if flags.FULL_REFRESH %}{{ config(tags='full') }}{% endif %}",
                5 => "{{ config(meta={'tags': model.config.tags, 'text': model.description}) }}",
                6 => $"{{% if var('missing', 1) == 1 %}}select * from {{{{ ref('{Earlier()}') }}}}{{% else %}}select * from {{{{ ref('{Earlier()}') }}}}{{% endif %}}",
                7 => "-- {{ var('undeclared') }}",
                8 => "{{ print('hello ' ~ model.name) }}",
                9 => "{% do log('logged', info=true) %}",
                10 => $"{{{{ config(materialized='table', partition_by='year') }}}}{{% if partition is defined and partition.first %}}select * from {{{{ ref('{Earlier()}') }}}}{{% endif %}}",
                11 when place < 0 => "select * from {{ other() }}",
                12 => "{% if should_full_refresh() %}{{ config(tags='refresh') }}{% endif %}",
                13 => $"{{{{ config(pre_hook=\"select 1 from {{{{ ref('{Earlier()}') }}}}\") }}}}",
                14 => $"{{% if flags.WHICH == 'parse' %}}select * from {{{{ ref('{Earlier()}') }}}}{{% endif %}}",
                15 => $"{{{{ config(threads=target.threads, number={_random.Next(3)}.5, nothing=none) }}}}",
                16 => "{{ undefined_thing.x }}",
                _ => $"select {_random.Next(100)} as id",
            });
        }

        return string.Join('\n', lines) + (_random.Next(2) == 0 ? $"\nselect {{{{ cents('id') }}}} as id from {{{{ ref('{Earlier()}') }}}}\n" : "\nselect 1 as id\n");
    }

    private string Macro() =>
        $"{{% macro cents(column) %}}{(_random.Next(2) == 0 ? "{{ config(tags=['from_macro']) }}" : "")}{{{{ column }}}} / {_random.Next(100)}{{% endmacro %}}\n"
        + $"{{% macro other() %}}{{{{ ref('m{_random.Next(3)}') }}}}{{% endmacro %}}\n";

    private string Properties() => string.Create(CultureInfo.InvariantCulture, $$$"""
        models:
          - name: m0
            description: text {{{_random.Next(3)}}}
            config: { tags: [y{{{_random.Next(2)}}}], materialized: {{{(_random.Next(2) == 0 ? "table" : "ephemeral")}}} }
            columns:
              - { name: id, data_tests: [not_null{{{(_random.Next(2) == 0 ? ", unique" : "")}}}] }
          - name: m1
            description: "{{ var('a') }}"
            {{{(_random.Next(3) == 0 ? "config: { partition_by: year, materialized: table }" : "config: { meta: { list: \"{{ var('b') }}\" } }")}}}
          - name: m5
            config: { enabled: "{{ var('a') != 1 }}" }
          - name: gone
        """);
}
