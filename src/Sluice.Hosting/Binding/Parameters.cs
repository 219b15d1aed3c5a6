using System.Reflection;

namespace Sluice.Hosting.Binding;

/// <summary>What a parameter of an asset's or check's code takes.</summary>
/// <param name="Info">The parameter.</param>
internal abstract record Parameter(ParameterInfo Info)
{
    /// <summary>The rows of another asset, model, seed or source.</summary>
    internal sealed record Rows(ParameterInfo Info, Type Row, string Name, int Back) : Parameter(Info)
    {
        /// <summary>True where the asset reads its own last rows and there are no partitions.</summary>
        internal bool IsOwn { get; init; }

        /// <summary>True where only what has changed is read.</summary>
        internal bool IsChanges { get; init; }
    }

    /// <summary>The key of the partition.</summary>
    internal sealed record Key(ParameterInfo Info) : Parameter(Info);

    /// <summary>The context of the attempt.</summary>
    internal sealed record Context(ParameterInfo Info) : Parameter(Info);

    /// <summary>The token.</summary>
    internal sealed record Cancel(ParameterInfo Info) : Parameter(Info);

    /// <summary>A logger whose category is the asset.</summary>
    internal sealed record Log(ParameterInfo Info) : Parameter(Info);

    /// <summary>The writer of one of several tables.</summary>
    internal sealed record Output(ParameterInfo Info, Type Row, string Name) : Parameter(Info);

    /// <summary>A service.</summary>
    internal sealed record Service(ParameterInfo Info) : Parameter(Info);
}
