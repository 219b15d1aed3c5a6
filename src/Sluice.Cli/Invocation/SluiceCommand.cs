using System.CommandLine;
using Sluice.Cli.Options;

namespace Sluice.Cli.Invocation;

/// <summary>A verb of the command line: its options, one call, its exit code. Its options are made when it is called or described.</summary>
/// <param name="name">The verb.</param>
/// <param name="description">One sentence for the list of commands.</param>
internal abstract class SluiceCommand(string name, string description) : Command(name, description)
{
    private bool _isBuilt;

    /// <summary>A line or two that show how it is used.</summary>
    internal virtual IReadOnlyList<string> Examples => [];

    /// <summary>Adds the options; does nothing the second time.</summary>
    internal void Build()
    {
        if (!_isBuilt)
        {
            _isBuilt = true;
            AddOptions();
            EverywhereOptions.AddMissingTo(this);
        }
    }

    /// <summary>Does the work; returns the exit code.</summary>
    internal abstract Task<int> ExecuteAsync(CommandCall call, CancellationToken cancellationToken);

    protected abstract void AddOptions();
}
