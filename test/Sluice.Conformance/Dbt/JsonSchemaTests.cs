using System.Text.Json;

namespace Sluice.Conformance.Dbt;

/// <summary>The descriptions of the artifacts say no to what is wrong.</summary>
public sealed class JsonSchemaTests
{
    private const string Result = """
        {"status": "success", "timing": [], "thread_id": "Thread-1", "execution_time": 0.1, "adapter_response": {}, "message": null, "failures": null,
         "unique_id": "model.p.a", "compiled": true, "compiled_code": null, "relation_name": null, "batch_results": null}
        """;

    [Theory]
    [InlineData("\"success\"", "\"great\"", "$.results[0].status: \"great\" is none of")]
    [InlineData("\"thread_id\"", "\"thread\"", "$.results[0]: has no `thread_id`")]
    [InlineData("\"execution_time\": 0.1", "\"execution_time\": \"0.1\"", "$.results[0].execution_time: \"0.1\" is no number")]
    [InlineData("\"failures\": null", "\"failures\": 1.5", "$.results[0].failures: 1.5 is no integer or null")]
    [InlineData("\"batch_results\": null", "\"batch_results\": {\"failed\": [[\"a\"]]}", "$.results[0].batch_results.failed[0]: has fewer items than 2")]
    [InlineData("\"compiled\": true", "\"compiled\": true, \"colour\": 1", "$.results[0]: `colour` is not known")]
    public void A_result_that_does_not_fit_is_told_with_its_place(string good, string bad, string expected)
    {
        var problems = ArtifactSchema.Check("run_results.json", Document(Result.Replace(good, bad, StringComparison.Ordinal)));

        Assert.Contains(problems, problem => problem.StartsWith(expected, StringComparison.Ordinal));
    }

    [Fact]
    public void A_result_that_fits_has_no_problems() => Assert.Empty(ArtifactSchema.Check("run_results.json", Document(Result)));

    [Fact]
    public void A_description_with_a_word_that_is_not_checked_is_refused()
    {
        using var schema = JsonDocument.Parse("""{"pattern": "a"}""");
        using var document = JsonDocument.Parse("\"b\"");

        Assert.Throws<ArgumentException>(() => new JsonSchema(schema.RootElement).Check(document.RootElement));
    }

    private static string Document(string result) =>
        $$"""{"metadata": {"dbt_schema_version": "https://schemas.getdbt.com/dbt/run-results/v6.json"}, "results": [{{result}}], "elapsed_time": 1}""";
}
