namespace Sluice.Sql.Operations;

/// <summary>What the command line says about how nodes are run.</summary>
public sealed record RunSettings
{
    /// <summary>True for <c>--full-refresh</c>; a node's own config <c>full_refresh</c> wins.</summary>
    public bool FullRefresh { get; init; }

    /// <summary>True for <c>--store-failures</c>: tests keep their failing rows.</summary>
    public bool StoreFailures { get; init; }

    /// <summary>True for <c>--warn-error</c>: a test that would warn fails.</summary>
    public bool WarningsAreErrors { get; init; }

    /// <summary>The profile's <c>external_root</c>: the folder of the files of external models; null for the working directory.</summary>
    public string? ExternalRoot { get; init; }

    /// <summary><c>--event-time-start</c>: the first batch of microbatch models, UTC; null for each model's own.</summary>
    public DateTime? EventTimeStart { get; init; }

    /// <summary><c>--event-time-end</c>: the end of their last batch, UTC; null for now.</summary>
    public DateTime? EventTimeEnd { get; init; }

    /// <summary>Where templates print to: <c>print</c> and <c>log(…, info=true)</c>. May be called from several threads.</summary>
    public Action<string>? Print { get; init; }

    /// <summary>Told of each batch of a microbatch model when it has ended. May be called from several threads.</summary>
    public Action<BatchReport>? BatchEnded { get; init; }
}
