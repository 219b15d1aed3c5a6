using System.Globalization;
using System.Text;

namespace Sluice.Benchmarks.Project;

/// <summary>A project of many models: each reads three earlier ones, calls macros, and is described and tested in YAML.</summary>
internal static class GeneratedProject
{
    private const int PerFolder = 50;

    /// <summary>Writes the project to a new folder and returns its path.</summary>
    internal static string Write(int models)
    {
        var folder = Directory.CreateTempSubdirectory("sluice-bench-").FullName;
        Put(folder, "dbt_project.yml", """
            name: bench
            profile: bench
            models:
              bench:
                +materialized: view
                +tags: [generated]
            vars: { rate: 0.5, first_day: 2024-01-01 }
            """);
        Put(folder, "profiles.yml", "bench:\n  target: dev\n  outputs:\n    dev: { type: duckdb, path: bench.duckdb, threads: 2 }\n");
        Put(folder, "macros/money.sql", """
            {% macro cents(column, digits=2) -%}
                round({{ column }} * {{ rate() }} / 100.0, {{ digits }})
            {%- endmacro %}

            {% macro rate() -%}{{ var('rate') }}{%- endmacro %}

            {% macro columns_of(names) -%}
                {%- for name in names %}
                {{ name }}{{ "," if not loop.last }}
                {%- endfor %}
            {%- endmacro %}
            """);
        Put(folder, "seeds/start.csv", "id,amount\n1,100\n2,250\n");
        for (var first = 0; first < models; first += PerFolder)
        {
            WriteFolder(folder, first, Math.Min(first + PerFolder, models));
        }

        return folder;
    }

    private static void WriteFolder(string root, int first, int end)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"models/part_{first / PerFolder:000}");
        var properties = new StringBuilder("models:\n");
        for (var i = first; i < end; i++)
        {
            Put(root, $"{name}/model_{i:00000}.sql", Model(i));
            properties.Append(CultureInfo.InvariantCulture, $$"""
                  - name: model_{{i:00000}}
                    description: Model {{i}} of the generated project
                    config: { meta: { owner: team_{{i % 7}} } }
                    columns:
                      - { name: id, description: The key, data_tests: [not_null] }
                      - { name: amount, description: In cents }

                """);
        }

        Put(root, $"{name}/models.yml", properties.ToString());
    }

    private static string Model(int i)
    {
        var parents = i < 3 ? ["start", "start", "start"] : new[] { i - 1, i / 2, i / 3 }.Select(parent => string.Create(CultureInfo.InvariantCulture, $"model_{parent:00000}")).ToArray();
        return $$$"""
            {{ config(materialized='{{{(i % 5 == 0 ? "table" : "view")}}}', tags=['t{{{i % 10}}}']) }}

            with a as (
                select {{ columns_of(['id', 'amount']) }}
                from {{ ref('{{{parents[0]}}}') }}
            ),

            b as (
                select id, {{ cents('amount') }} as amount
                from {{ ref('{{{parents[1]}}}') }}
                {% if is_incremental() %}where id > (select max(id) from {{ this }}){% endif %}
            ),

            c as (
                select id, amount from {{ ref('{{{parents[2]}}}') }} where amount > {{ var('rate') }}
            )

            select a.id, a.amount + coalesce(b.amount, 0) + coalesce(c.amount, 0) as amount
            from a
            left join b using (id)
            left join c using (id)
            {# every model has a comment, too #}
            """;
    }

    private static void Put(string root, string path, string text)
    {
        var full = Path.Combine(root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, text);
    }
}
