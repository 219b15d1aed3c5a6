namespace Sluice.EndToEnd.Harness;

/// <summary>Small projects that several tests share.</summary>
internal static class Projects
{
    internal const string Years = "name: toy\npartitions:\n  year: { range: [2024, 2028] }\n";

    /// <summary>A table that doubles each year from what it was the year before, and a total over all years.</summary>
    internal static ProjectFolder Growth(string beforeSelect = "") => ProjectFolder.Toy(
        ("sluice.yml", Years),
        ("models/start.sql", "{{ config(materialized='table') }}\nselect id, 100.0 as amount from range(1, 4) as t(id)\n"),
        ("models/growth.sql", "{{ config(materialized='table', partition_by='year') }}\n" + beforeSelect + """
            {% if partition.first %}
            select {{ partition.key }} as year, id, amount from {{ ref('start') }}
            {% else %}
            select {{ partition.key }} as year, id, amount * 2 as amount from {{ prev('growth') }}
            {% endif %}

            """),
        ("models/total.sql", "{{ config(materialized='table') }}\nselect year, sum(amount) as amount from {{ ref('growth') }} group by year order by year\n"));
}
