{# Every value lies between the two, ends included; null passes. #}
{% test within(model, column_name, lowest, highest) %}
select *
from {{ model }}
where {{ column_name }} < {{ lowest }} or {{ column_name }} > {{ highest }}
{% endtest %}
