using System.Collections.Immutable;
using Sluice.Cli.Terminal;
using Sluice.Sql.Project;

namespace Sluice.Cli.Invocation;

/// <summary>What a command sees of the world around the process.</summary>
internal sealed record CommandHost
{
    /// <summary>Takes data: what a script would read.</summary>
    internal required TextWriter Output { get; init; }

    /// <summary>Takes talk: progress, results for people, diagnostics.</summary>
    internal required TextWriter Error { get; init; }

    /// <summary>The terminal behind <see cref="Error"/>; null where there is none that understands colours and cursor movement.</summary>
    internal Screen? Screen { get; init; }

    /// <summary>The cells that a line of <see cref="Output"/> has; null where it is no terminal and lines may be of any length.</summary>
    internal int? OutputWidth => Output is ScreenWriter ? Screen?.Size.Width : null;

    /// <summary>The folder that the user called from.</summary>
    internal required string StartFolder { get; init; }

    /// <summary>Reads an environment variable; null where it is not set.</summary>
    internal Func<string, string?> Environment { get; init; } = System.Environment.GetEnvironmentVariable;

    /// <summary>Defaults of options that the project's dbt_project.yml sets under <c>flags</c>.</summary>
    internal ImmutableDictionary<string, ProjectFlag> Flags { get; init; } = ProjectFlags.None;

    /// <summary>Options given through the environment or the project.</summary>
    internal EnvironmentFlags EnvironmentFlags => new(Environment, Flags);

    /// <summary>Carries requests over HTTP; null for the network.</summary>
    internal HttpMessageHandler? Http { get; init; }

    /// <summary>The application whose program this is; null for <c>sluice</c> itself.</summary>
    internal HostedApplication? Application { get; init; }

    /// <summary>The clock.</summary>
    internal TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>The host of this process, with the console's own streams.</summary>
    internal static CommandHost OfProcess()
    {
        var streams = StandardStreams.Open();
        return new CommandHost
        {
            Output = streams.Output,
            Error = streams.Error,
            Screen = streams.Screen,
            StartFolder = System.Environment.CurrentDirectory,
        };
    }
}
