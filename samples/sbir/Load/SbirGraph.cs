using Sluice.Graph;

namespace Sbir.Load;

/// <summary>What the graph holds: its labels, its relationship types, and the queries that give their rows.</summary>
internal static class SbirGraph
{
    /// <summary>Declares everything, in the order in which it is loaded.</summary>
    internal static GraphSchema Schema() => new GraphSchema()
        .Node("Company", "company_key", p => p.Text("uei").Text("duns").Text("cage").Text("name").Text("state").Text("naics").Integer("awards").Float("award_amount"))
        .Node("Award", "award_key", p => p.Text("title").Text("agency").Text("branch").Text("phase").Text("program").Text("tracking_number").Text("contract")
            .Text("topic_code").Integer("award_year").Date("award_date").Date("end_date").Float("amount").Text("naics"))
        .Node("Researcher", "researcher_key", p => p.Text("name").Text("email").Text("title"))
        .Node("CETArea", "cet_id", p => p.Text("name").Text("definition").Text("taxonomy_version"))
        .Node("Patent", "grant_doc_num", p => p.Text("title").Text("application_number").Date("filed_on").Date("granted_on"))
        .Node("PatentAssignment", "rf_id", p => p.Text("kind").Text("conveyance_text").Date("executed_on").Date("recorded_on").Boolean("is_delayed"), GraphType.Integer)
        .Node("PatentEntity", "entity_key", p => p.Text("name"))
        .Node("Contract", "contract_key", p => p.Text("piid").Text("agency").Text("sub_agency").Date("first_action_on").Float("obligation").Text("naics"))
        .Node("Transition", "transition_id", p => p.Float("score").Integer("days"))
        .Relationship("AWARDED_TO", "Award", "Company")
        .Relationship("RESEARCHED_BY", "Award", "Researcher")
        .Relationship("FOLLOWS", "Award", "Award", p => p.Float("confidence").Integer("days"))
        .Relationship("APPLICABLE_TO", "Award", "CETArea", p => p.Integer("rank").Float("score").Text("band").Text("evidence"))
        .Relationship("SPECIALIZES_IN", "Company", "CETArea", p => p.Float("mean_score").Integer("awards").Float("share").Float("hhi"))
        .Relationship("SUBCATEGORY_OF", "CETArea", "CETArea")
        .Relationship("ASSIGNED_VIA", "Patent", "PatentAssignment")
        .Relationship("ASSIGNED_FROM", "PatentAssignment", "PatentEntity")
        .Relationship("ASSIGNED_TO", "PatentAssignment", "PatentEntity")
        .Relationship("CHAIN_OF", "PatentAssignment", "PatentAssignment")
        .Relationship("OWNS", "Company", "Patent", p => p.Float("confidence").Date("since"))
        .Relationship("GENERATED_FROM", "Patent", "Award", p => p.Float("confidence").Text("method"))
        .Relationship("FUNDED", "Award", "Patent", p => p.Float("confidence"))
        .Relationship("TRANSITIONED_TO", "Award", "Transition", p => p.Float("score"))
        .Relationship("RESULTED_IN", "Transition", "Contract", p => p.Float("score"));

    /// <summary>The elements that each load asset loads.</summary>
    internal static readonly IReadOnlyDictionary<string, GraphPart[]> Parts = new Dictionary<string, GraphPart[]>(StringComparer.Ordinal)
    {
        ["loaded_companies"] =
        [
            GraphPart.Of("Company", "transformed_companies", "company_key", "uei, duns, cage, name, state, naics, awards, award_amount"),
            new("CETArea", "select cet_id, name, definition, taxonomy_version from transformed_sbir_awards_areas"),
            GraphPart.Of("SPECIALIZES_IN", "transformed_companies_cet", "company_key as from_key, cet_id as to_key", "mean_score, awards, share, hhi"),
            new("SUBCATEGORY_OF", "select cet_id as from_key, parent_cet_id as to_key from transformed_sbir_awards_areas where parent_cet_id is not null"),
        ],
        ["loaded_sbir_awards"] =
        [
            GraphPart.Of("Award", "transformed_sbir_awards", "award_key", "title, agency, branch, phase, program, tracking_number, contract, topic_code, award_year, award_date, end_date, amount, naics"),
            GraphPart.Of("Researcher", "transformed_sbir_awards_people", "researcher_key", "name, email, title"),
            GraphPart.Of("AWARDED_TO", "transformed_sbir_awards", "award_key as from_key, company_key as to_key"),
            GraphPart.Of("RESEARCHED_BY", "transformed_sbir_awards", "award_key as from_key, researcher_key as to_key", where: "researcher_key is not null"),
            GraphPart.Of("FOLLOWS", "transformed_sbir_awards_follows", "from_key, to_key", "confidence, days"),
            GraphPart.Of("APPLICABLE_TO", "transformed_sbir_awards_cet", "award_key as from_key, cet_id as to_key", "rank, score, band, evidence"),
        ],
        ["loaded_patents"] =
        [
            new("Patent", "select grant_doc_num, title, application_number, filed_on, granted_on from transformed_patents"),
            new("PatentAssignment", "select rf_id, kind, conveyance_text, executed_on, recorded_on, is_delayed from transformed_patents_assignments"),
            new("PatentEntity", "select entity_key, min(name) as name from validated_patents_parties group by entity_key"),
            new("ASSIGNED_VIA", "select distinct grant_doc_num as from_key, rf_id as to_key from validated_patents where grant_doc_num is not null and rf_id is not null"),
            new("ASSIGNED_FROM", "select distinct rf_id as from_key, entity_key as to_key from validated_patents_parties where role = 'assignor'"),
            new("ASSIGNED_TO", "select distinct rf_id as from_key, entity_key as to_key from validated_patents_parties where role = 'assignee'"),
            new("CHAIN_OF", "select from_key, to_key from transformed_patents_chain"),
            new("OWNS", "from transformed_patents_owners"),
            GraphPart.Of("GENERATED_FROM", "transformed_patents_awards", "from_key, to_key", "confidence, method"),
            GraphPart.Of("FUNDED", "transformed_patents_awards", "to_key as from_key, from_key as to_key", "confidence", where: "method = 'contract number'"),
        ],
        ["loaded_contracts"] =
        [
            GraphPart.Of("Contract", "transformed_contracts", "contract_key", "piid, agency, sub_agency, first_action_on, obligation, naics"),
            GraphPart.Of("Transition", "transformed_contracts_transitions", "transition_id", "score, days"),
            GraphPart.Of("TRANSITIONED_TO", "transformed_contracts_transitions", "award_key as from_key, transition_id as to_key", "score"),
            GraphPart.Of("RESULTED_IN", "transformed_contracts_transitions", "transition_id as from_key, contract_key as to_key", "score"),
        ],
    };
}
