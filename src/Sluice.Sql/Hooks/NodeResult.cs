using Sluice.Jinja;
using Sluice.Runs;
using Sluice.Sql.Adapters;
using Sluice.Sql.Nodes;

namespace Sluice.Sql.Hooks;

/// <summary>How a node ended, as the hooks at the end of a run see it.</summary>
internal sealed class NodeResult(SqlNode node, StepOutcome outcome, INodeTemplates templates) : JinjaObject
{
    public override string TypeName => "RunResult";

    /// <summary>dbt's word for how a step ended.</summary>
    internal static string StatusOf(SqlNode node, StepResult result) => result.Status switch
    {
        StepStatus.Succeeded or StepStatus.Unchanged => node is TestNode or UnitTestNode ? "pass" : "success",
        StepStatus.Warned => "warn",
        StepStatus.Failed => "fail",
        StepStatus.Skipped => "skipped",
        _ => "error",
    };

    public override bool TryGetAttribute(string name, out object? value)
    {
        switch (name)
        {
            case "node":
                value = JinjaValue.From(templates.Describe(node));
                return true;
            case "unique_id":
                value = node.UniqueId;
                return true;
            case "status":
                value = StatusOf(node, outcome.Result);
                return true;
            case "failures":
                value = node is TestNode or UnitTestNode && outcome.Result.Status is StepStatus.Succeeded or StepStatus.Warned or StepStatus.Failed ? outcome.Result.Rows : null;
                return true;
            case "message":
                value = outcome.Result.Message;
                return true;
            case "execution_time":
                value = outcome.Duration.TotalSeconds;
                return true;
            case "thread_id":
                value = "";
                return true;
            case "adapter_response":
                value = outcome.Result.Rows is { } rows && node is not TestNode ? new JinjaDict { ["rows_affected"] = rows } : new JinjaDict();
                return true;
            case "timing":
                value = new JinjaList();
                return true;
            default:
                value = null;
                return false;
        }
    }

    public override bool TryGetItem(object? key, out object? value)
    {
        value = null;
        return key is string name && TryGetAttribute(name, out value);
    }

    public override string Repr() => $"RunResult(status={StatusOf(node, outcome.Result)}, node={node.UniqueId})";
}
