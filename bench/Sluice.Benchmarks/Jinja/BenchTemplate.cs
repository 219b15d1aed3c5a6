using System.Text;

namespace Sluice.Benchmarks.Jinja;

/// <summary>A template of 500 lines as SQL projects have them: macros, loops over columns, conditions, set, filters, calls.</summary>
internal static class BenchTemplate
{
    private const string Macros = """
        {% macro cents(column, precision=2) -%}
          round({{ column }} / 100.0, {{ precision }})
        {%- endmacro %}
        {% macro quoted(name) %}"{{ name | replace('"', '""') }}"{% endmacro %}
        {% macro list_of(names, alias=none) -%}
          {%- for name in names -%}
            {%- if alias %}{{ alias }}.{% endif -%}
            {{ quoted(name) }}{{ ", " if not loop.last }}
          {%- endfor -%}
        {%- endmacro %}
        {% macro surrogate_key(fields) -%}
          {%- set parts = [] -%}
          {%- for field in fields -%}
            {%- do parts.append("coalesce(cast(" ~ field ~ " as varchar), '_null_')") -%}
            {%- if not loop.last %}{%- do parts.append("'-'") -%}{%- endif -%}
          {%- endfor -%}
          md5({{ parts | join(' || ') }})
        {%- endmacro %}
        {% macro pivot(column, values, then_value=1, else_value=0) -%}
          {%- for value in values %}
            sum(case when {{ column }} = '{{ value }}' then {{ then_value }} else {{ else_value }} end) as {{ (column ~ '_' ~ value) | lower }}
            {%- if not loop.last %},{% endif %}
          {%- endfor %}
        {%- endmacro %}

        """;

    private const string Section = """
        -- section {{ number }}: {{ title | upper }}
        {% set columns_%N% = ['id', 'customer_id', 'amount', 'status', 'created_at', 'region'] %}
        {% set options_%N% = {'materialized': 'table', 'schema': 'mart', 'limit': 10 * %N% + 3} %}
        select
          {{ surrogate_key(['id', 'customer_id', 'region']) }} as key_%N%,
          {{ list_of(columns_%N%, alias='t' ~ %N%) }},
          {% for column in columns_%N% if column != 'status' -%}
          {% if column == 'amount' %}{{ cents(column) }}{% elif column.endswith('_at') %}cast({{ column }} as date){% else %}{{ column | trim }}{% endif %} as {{ column }}_{{ loop.index }}{% if not loop.last %},{% endif %}
          {% endfor %},
          {{ pivot('status', statuses) }}
        from {{ source_name }}.orders_{{ '%04d' % %N% }} as t%N%
        {% for row in rows %}
          {%- if row.active and row.value > %N% * 2 %}
        {{ "where" if loop.first else "and" }} {{ row.name | default('none') }} >= {{ row.value + %N% }} /* {{ row.tags | join(', ') }} */
          {%- endif %}
        {%- endfor %}
        {% if options_%N%.limit > 20 and 'mart' in options_%N%.schema %}limit {{ options_%N%.limit }}{% else %}limit {{ 5 * %N% // 2 }}{% endif %}
        ;

        """;

    /// <summary>The text: the macros and as many sections as fit into 500 lines.</summary>
    internal static string Text { get; } = Make();

    /// <summary>What it is rendered with.</summary>
    internal static Dictionary<string, object?> Context { get; } = new(StringComparer.Ordinal)
    {
        ["number"] = 7,
        ["title"] = "orders by region",
        ["source_name"] = "raw",
        ["statuses"] = new[] { "placed", "shipped", "completed", "returned", "return_pending" },
        ["rows"] = Enumerable.Range(0, 25).Select(object? (i) => new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["name"] = $"column_{i}", ["value"] = i * 3, ["active"] = i % 3 != 0, ["tags"] = new[] { "a", "b", $"tag{i}" },
        }).ToArray(),
    };

    private static string Make()
    {
        var text = new StringBuilder(Macros);
        var lines = Macros.Count(character => character == '\n');
        var perSection = Section.Count(character => character == '\n');
        for (var section = 1; lines + perSection <= 500; section++, lines += perSection)
        {
            text.Append(Section.Replace("%N%", section.ToString(), StringComparison.Ordinal));
        }

        return text.ToString();
    }
}
