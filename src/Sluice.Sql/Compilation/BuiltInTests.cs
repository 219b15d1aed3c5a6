using System.Collections.Immutable;
using Sluice.Diagnostics;

namespace Sluice.Sql.Compilation;

/// <summary>dbt's four generic tests. Their white space is that of dbt, so that compiled SQL is equal to the byte.</summary>
internal static class BuiltInTests
{
    private const string NotNull =
        "{% test not_null(model, column_name) %}\n    \n    \n\n\n\n"
        + "select {{ '*' if should_store_failures() else column_name }}\nfrom {{ model }}\nwhere {{ column_name }} is null\n\n\n{% endtest %}\n";

    private const string Unique =
        "{% test unique(model, column_name) %}\n    \n    \n\n"
        + "select\n    {{ column_name }} as unique_field,\n    count(*) as n_records\n\nfrom {{ model }}\n"
        + "where {{ column_name }} is not null\ngroup by {{ column_name }}\nhaving count(*) > 1\n\n\n{% endtest %}\n";

    private const string AcceptedValues =
        "{% test accepted_values(model, column_name, values, quote=True) %}\n    \n    \n\n"
        + "with all_values as (\n\n    select\n        {{ column_name }} as value_field,\n        count(*) as n_records\n\n"
        + "    from {{ model }}\n    group by {{ column_name }}\n\n)\n\nselect *\nfrom all_values\nwhere value_field not in (\n"
        + "    {% for value in values -%}\n        {% if quote -%}\n        '{{ value | string | replace(\"'\", \"''\") }}'\n        {%- else -%}\n"
        + "        {{ value }}\n        {%- endif -%}\n        {%- if not loop.last -%},{%- endif %}\n    {%- endfor %}\n)\n\n\n{% endtest %}\n";

    private const string Relationships =
        "{% test relationships(model, column_name, to, field) %}\n    \n    \n\n"
        + "with child as (\n    select {{ column_name }} as from_field\n    from {{ model }}\n    where {{ column_name }} is not null\n),\n\n"
        + "parent as (\n    select {{ field }} as to_field\n    from {{ to }}\n)\n\nselect\n    from_field\n\nfrom child\nleft join parent\n"
        + "    on child.from_field = parent.to_field\n\nwhere parent.to_field is null\n\n\n{% endtest %}\n";

    internal static ImmutableArray<SourceText> Files { get; } =
    [
        new SourceText("sluice/tests.sql", NotNull + Unique + AcceptedValues + Relationships),
    ];
}
