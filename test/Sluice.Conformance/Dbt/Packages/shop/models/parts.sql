-- depends_on: {{ ref('part_one') }} {{ ref('part_two') }}
{{ toolbox.union_all(toolbox.relations_by_pattern(target.schema, 'part_%', exclude='parts')) }}
