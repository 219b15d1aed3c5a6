namespace Sluice.Sql.Tests.EarlierStates;

/// <summary>A manifest in the form of dbt-core 1.11, without the members that no comparison looks at.</summary>
internal static class DbtManifest
{
    internal const string Json = """
        {
          "metadata": {"dbt_schema_version": "https://schemas.getdbt.com/dbt/manifest/v12.json", "dbt_version": "1.11.2", "adapter_type": "duckdb"},
          "nodes": {
            "model.proj.orders": {
              "database": "case", "schema": "main", "name": "orders", "resource_type": "model", "package_name": "proj", "path": "orders.sql",
              "original_file_path": "models/orders.sql", "unique_id": "model.proj.orders", "fqn": ["proj", "orders"], "alias": "orders_prod",
              "checksum": {"name": "sha256", "checksum": "00"},
              "config": {"enabled": true, "alias": "orders_dev", "tags": ["x"], "materialized": "table", "persist_docs": {"relation": true},
                         "contract": {"enforced": true, "alias_types": true}},
              "tags": ["x"], "description": "All orders.",
              "columns": {"id": {"name": "id", "description": "", "data_type": "integer", "constraints": []},
                          "amount": {"name": "amount", "description": "", "data_type": "bigint",
                                     "constraints": [{"type": "not_null", "name": null, "expression": null, "warn_unenforced": true}]}},
              "unrendered_config": {"tags": ["x"], "materialized": "table", "alias": "{{ 'orders_' ~ target.name }}", "persist_docs": {"relation": true},
                                    "contract": {"enforced": true}},
              "relation_name": "\"case\".\"main\".\"orders_prod\"",
              "raw_code": "{{ config(tags=['x'], materialized='table', alias='orders_' ~ target.name) }}\nselect id, {{ cents('amount') }} as amount from {{ ref('raw') }}",
              "depends_on": {"macros": ["macro.proj.cents"], "nodes": ["seed.proj.raw"]}
            },
            "seed.proj.raw": {
              "database": "case", "schema": "main", "name": "raw", "resource_type": "seed", "package_name": "proj", "path": "raw.csv",
              "original_file_path": "seeds/raw.csv", "unique_id": "seed.proj.raw", "fqn": ["proj", "raw"], "alias": "raw",
              "checksum": {"name": "sha256", "checksum": "037dd84c300795c648c356e26d8ea2810a93e881ba22656b19334e1125ef7986"},
              "config": {"enabled": true, "materialized": "seed"}, "columns": {}, "unrendered_config": {}, "raw_code": "", "description": "",
              "relation_name": "\"case\".\"main\".\"raw\"", "depends_on": {"macros": []}
            },
            "test.proj.unique_orders_id.1360ecc70e": {
              "name": "unique_orders_id", "resource_type": "test", "package_name": "proj", "path": "unique_orders_id.sql", "original_file_path": "models/schema.yml",
              "unique_id": "test.proj.unique_orders_id.1360ecc70e", "fqn": ["proj", "unique_orders_id"], "alias": "unique_orders_id",
              "checksum": {"name": "none", "checksum": ""}, "config": {"enabled": true, "severity": "ERROR"}, "columns": {}, "unrendered_config": {},
              "raw_code": "{{ test_unique(**_dbt_generic_test_kwargs) }}", "description": "", "relation_name": null,
              "depends_on": {"macros": ["macro.dbt.test_unique"], "nodes": ["model.proj.orders"]}
            }
          },
          "sources": {
            "source.proj.shop.customers": {
              "database": "case", "schema": "landing", "name": "customers", "resource_type": "source", "package_name": "proj", "path": "models/schema.yml",
              "original_file_path": "models/schema.yml", "unique_id": "source.proj.shop.customers", "fqn": ["proj", "shop", "customers"],
              "source_name": "shop", "identifier": "customers", "loaded_at_field": "at",
              "freshness": {"warn_after": {"count": 1, "period": "day"}, "error_after": {"count": null, "period": null}, "filter": null},
              "config": {"enabled": true}, "unrendered_config": {}, "description": "", "columns": {}
            }
          },
          "macros": {
            "macro.proj.cents": {"name": "cents", "macro_sql": "{% macro cents(x) %}{{ scaled(x, 100) }}{% endmacro %}", "depends_on": {"macros": ["macro.proj.scaled"]}},
            "macro.proj.scaled": {"name": "scaled", "macro_sql": "{% macro scaled(x, by) %}{{ x }} * {{ by }}{% endmacro %}", "depends_on": {"macros": []}},
            "macro.dbt.test_unique": {"name": "test_unique", "macro_sql": "{% test unique(model, column_name) %}…{% endtest %}", "depends_on": {"macros": []}}
          },
          "exposures": {}, "disabled": {}, "parent_map": {}, "child_map": {}
        }
        """;
}
