namespace Sluice.Graph.Tests.Schema;

public sealed class GraphSchemaTests
{
    [Fact]
    public void Relationship_to_an_unknown_label_offers_the_nearest()
    {
        var schema = new GraphSchema().Node("Company", "company_id").Node("Award", "award_key");

        var error = Assert.Throws<ArgumentException>(() => schema.Relationship("AWARDED_TO", from: "Award", to: "Compnay"));

        Assert.Equal("the schema has no 'Compnay'; did you mean 'Company'?", error.Message);
    }

    [Fact]
    public void Names_that_differ_only_in_letter_case_are_one_name()
    {
        var schema = new GraphSchema().Node("Award", "award_key");

        var error = Assert.Throws<ArgumentException>(() => schema.Node("AWARD", "key"));

        Assert.Equal("the schema has 'Award' already; a type that joins several pairs of labels takes a name for each", error.Message);
    }

    [Fact]
    public void One_type_joins_several_pairs_of_labels_under_several_names()
    {
        var schema = new GraphSchema().Node("Company", "id").Node("Person", "id").Node("Patent", "id")
            .Relationship("OWNS", "Company", "Patent")
            .Relationship("OWNS", "Person", "Patent", name: "OWNS_AS_PERSON");

        Assert.Equal("OWNS", ((RelationshipType)schema["OWNS_AS_PERSON"]).Type);
    }

    [Fact]
    public void Index_on_an_unknown_property_offers_the_nearest()
    {
        var error = Assert.Throws<ArgumentException>(() => new GraphSchema().Node("Award", "award_key", award => award.Text("title").Index("titel")));

        Assert.StartsWith("Award has no property 'titel'; did you mean 'title'?", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(GraphType.Float)]
    [InlineData(GraphType.TextList)]
    [InlineData(GraphType.Timestamp)]
    public void A_key_is_a_text_a_whole_number_or_a_day(GraphType type)
    {
        Assert.Throws<ArgumentException>(() => new GraphSchema().Node("Award", "award_key", keyType: type));
    }

    [Fact]
    public void A_property_cannot_take_the_name_of_the_key_or_of_the_hash()
    {
        Assert.Throws<ArgumentException>(() => new GraphSchema().Node("Award", "award_key", award => award.Text("Award_Key")));
        Assert.Throws<ArgumentException>(() => new GraphSchema().Node("Award", "award_key", award => award.Text("_hash")));
    }

    [Fact]
    public void Public_api_is_what_was_agreed() => Golden.Check("api.txt", PublicApi.Describe(typeof(GraphSchema).Assembly));
}
