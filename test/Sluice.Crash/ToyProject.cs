using System.Globalization;

namespace Sluice.Crash;

/// <summary>Three years that each grow from the one before, in two stages with a gate and checkpoints; a year beyond the limit is rolled back.</summary>
internal sealed class ToyProject : IDisposable
{
    private const string Profiles = "toy:\n  target: dev\n  outputs:\n    dev: { type: duckdb, path: toy.duckdb, threads: 2 }\n";

    private const string Settings = """
        name: toy
        partitions:
          year: { range: [2024, 2026] }
        workflow:
          for_each: year
          stages:
            - { name: growing, select: growth grown, gate: [within_limit], on_failure: { retry: 1, then: rollback }, checkpoint: true }
            - { name: telling, select: told, depends_on: [growing], requires: [previous_year_complete], gate: [is_told] }
        rules:
          within_limit: { kind: sql, sql: "select * from {{ ref('growth') }} where year = {{ partition }} and amount > LIMIT" }
          is_told: { kind: completeness, model: told, column: amount }

        """;

    private const string Growth = """
        {{ config(materialized='table', partition_by='year') }}
        {% if partition.first %}
        select {{ partition.key }} as year, id, amount from {{ ref('start') }}
        {% else %}
        select {{ partition.key }} as year, id, amount * FACTOR as amount from {{ prev('growth') }}
        {% endif %}

        """;

    internal ToyProject(int limit)
    {
        Root = Directory.CreateTempSubdirectory("sluice-toy-").FullName;
        Write("profiles.yml", Profiles);
        Write("dbt_project.yml", "name: toy\nversion: \"1.0\"\nprofile: toy\n");
        Write("sluice.yml", Settings.Replace("LIMIT", limit.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal));
        Write("models/start.sql", "{{ config(materialized='table') }}\nselect id, 100.0 as amount from range(1, 4) as t(id)\n");
        Write("models/grown.sql", Yearly("select {{ partition.key }} as year, sum(amount) as amount from {{ ref('growth') }} where year = {{ partition.key }}\n"));
        Write("models/told.sql", Yearly("select year, amount from {{ ref('grown') }} where year = {{ partition.key }}\n"));
        Write("models/total.sql", "{{ config(materialized='table') }}\nselect sum(amount) as amount from {{ ref('growth') }}\n");
        GrowBy(2);
    }

    internal string Root { get; }

    internal void GrowBy(int factor) =>
        Write("models/growth.sql", Growth.Replace("FACTOR", factor.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal));

    public void Dispose() => Directory.Delete(Root, recursive: true);

    private static string Yearly(string select) => "{{ config(materialized='table', partition_by='year') }}\n" + select;

    private void Write(string relative, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(Root, relative))!);
        File.WriteAllText(Path.Combine(Root, relative), text);
    }
}
