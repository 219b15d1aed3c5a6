using Sluice.EndToEnd.Harness;

namespace Sluice.EndToEnd.Scenarios;

/// <summary>A small project whose result follows from two variables.</summary>
internal static class ScenarioProjects
{
    private const string StagedSettings = """
        name: toy
        partitions:
          year: { range: [2024, 2026], column: year }
        scenarios: scenarios/*.yml
        workflow:
          for_each: year
          stages:
            - name: grow
              select: people
              checkpoint: true
            - name: count
              select: per_year
              gate: [any]
              checkpoint: true
            - name: report
              select: summary
        rules:
          any: { kind: row_count, model: per_year, min: 1, severity: error }
        registries:
          labels: select label, count(*) as people from people where year = {{ partition }} group by 1

        """;

    /// <summary>A count that grows by <c>rate</c> a year, with the scenarios <c>fast</c> (rate 3) and <c>slow</c> (rate 1), and a printed report.</summary>
    internal static ProjectFolder Growth() => ProjectFolder.Toy(
        ("dbt_project.yml", "name: toy\nprofile: toy\nvars:\n  rate: 2\n  label: own\n  random_seed: 1\n"),
        ("sluice.yml", """
            name: toy
            partitions:
              year: { range: [2024, 2026], column: year }
            scenarios: scenarios/*.yml
            reports:
              summary: { model: summary, path: reports/summary.csv, format: csv, print: true }
              year: { model: per_year, per: partition, path: "reports/{{ partition }}.json" }

            """),
        ("scenarios/fast.yml", "description: What if it grew faster?\nvars:\n  rate: 3\n  label: fast\n"),
        ("scenarios/slow.yml", "vars: { rate: 1, label: slow }\n"),
        ("models/people.sql", """
            {{ config(materialized='table', partition_by='year', unique_key='id') }}
            {% if partition.first %}
            select {{ partition.key }} as year, id, '{{ var("label") }}' as label, 100 + {{ var("random_seed") }} as pay from range(1, 5) as t(id)
            {% else %}
            select {{ partition.key }} as year, id, '{{ var("label") }}' as label, pay * {{ var("rate") }} as pay from {{ prev('people') }}
            {% endif %}

            """),
        ("models/per_year.sql", "{{ config(materialized='table', partition_by='year') }}\nselect {{ partition.key }} as year, count(*) as people, sum(pay)::bigint as pay from {{ ref('people') }}\n"),
        ("models/summary.sql", "{{ config(materialized='table') }}\nselect year, people, pay from {{ ref('per_year') }} order by year\n"));

    /// <summary>The same with stages, checkpoints, a gate and a registry.</summary>
    internal static ProjectFolder Staged() => Growth().Write("sluice.yml", StagedSettings);
}
