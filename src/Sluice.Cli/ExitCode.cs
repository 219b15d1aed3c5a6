namespace Sluice.Cli;

/// <summary>What the process tells its caller; the first three mean what they mean in dbt.</summary>
internal static class ExitCode
{
    /// <summary>Everything that was asked for was done, even where that was nothing.</summary>
    internal const int Ok = 0;

    /// <summary>A step failed: a model, a seed, a check or a hook.</summary>
    internal const int Failed = 1;

    /// <summary>The command line or the project is wrong; nothing was run.</summary>
    internal const int Usage = 2;

    /// <summary>The user stopped the run; what was committed stays, <c>sluice resume</c> goes on.</summary>
    internal const int Interrupted = 130;
}
