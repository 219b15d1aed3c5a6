using Sluice.Cli.Invocation;
using Sluice.Diagnostics;

namespace Sluice.Cli.Crashing;

/// <summary>What keeps a project from being killed in a copy.</summary>
internal static class CrashErrors
{
    internal static Diagnostic CannotBeCopied(CommandText line, string path) => line.Error(
        "SLUICE5080", -1, $"the project cannot be killed in a copy: the database {path} does not lie in its folder",
        "name a target whose path is relative to the project with --target, and databases beside it read-only");

    internal static Diagnostic DoesNotBuild(CommandText line, int exit) => line.Error(
        "SLUICE5081", -1, $"the project does not build undisturbed: `sluice build` in a copy ended with {exit}", "correct what fails first; a kill can be told from it only then");
}
