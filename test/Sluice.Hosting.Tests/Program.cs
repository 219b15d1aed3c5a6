namespace Sluice.Hosting.Tests;

/// <summary>The entry point: the tests, or the child process of one of them.</summary>
internal static class Program
{
    internal static Task<int> Main(string[] arguments) =>
        arguments is [Victim.Argument, var kind, var folder] ? Victim.RunAsync(kind, folder) : Xunit.Runner.InProc.SystemConsole.ConsoleRunner.Run(arguments);
}
