using Sluice.EndToEnd.Harness;
using Sluice.EndToEnd.Workforce;

[assembly: AssemblyFixture(typeof(BaselineRun))]

namespace Sluice.EndToEnd.Workforce;

/// <summary>One build of the sample as it is committed, made when a test first asks for it; tests only read from it.</summary>
public sealed class BaselineRun : IDisposable
{
    private readonly Lock _gate = new();
    private readonly WorkforceProject _project = new();
    private Task<CallResult>? _build;

    /// <summary>How the build ended; it failed neither for the project nor for its tests.</summary>
    internal async Task<CallResult> BuildAsync()
    {
        lock (_gate)
        {
            _build ??= _project.BuildAsync();
        }

        return (await _build).Ends(0);
    }

    internal async Task<WorkforceProject> ProjectAsync()
    {
        await BuildAsync();
        return _project;
    }

    public void Dispose() => _project.Dispose();
}
