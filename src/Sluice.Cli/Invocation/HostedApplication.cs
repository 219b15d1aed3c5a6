using System.Collections.Immutable;
using Sluice.Cli.Talking;
using Sluice.Sql.Code;

namespace Sluice.Cli.Invocation;

/// <summary>An application that brings code to a project: its program is the command line of that project.</summary>
internal sealed record HostedApplication
{
    /// <summary>The project's folder, absolute, unless the user names another.</summary>
    internal required string Folder { get; init; }

    /// <summary>The assets and checks.</summary>
    internal required CodeProject Code { get; init; }

    /// <summary>The slots of pools.</summary>
    internal ImmutableDictionary<string, int> Pools { get; init; } = ImmutableDictionary<string, int>.Empty;

    /// <summary>Is told where code may say something to people, before a command begins its work.</summary>
    internal Action<Talk> Begins { get; init; } = _ => { };

    /// <summary>Prepares what the code needs, before the first step of a run.</summary>
    internal Func<CancellationToken, Task> StartAsync { get; init; } = _ => Task.CompletedTask;
}
