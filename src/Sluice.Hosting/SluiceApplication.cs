using System.Collections.Immutable;
using System.Reflection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Sluice.Cli.Invocation;
using Sluice.Cli.Projects;
using Sluice.Hosting.Running;
using Sluice.Sql.Code;

namespace Sluice.Hosting;

/// <summary>
/// An application of assets in C#. Its program is the command line of <c>sluice</c> for them: <c>run</c>, <c>plan</c>, <c>ls</c>, <c>graph</c>,
/// <c>test</c>, <c>checks</c>, <c>show</c>, <c>docs</c>, <c>resume</c> and all others.
/// </summary>
public sealed class SluiceApplication : IAsyncDisposable
{
    private readonly IHost _host;
    private readonly HostedApplication _application;
    private readonly Lock _gate = new();
    private readonly ProjectTextSource _project;
    private Task? _start;

    internal SluiceApplication(IHost host, CodeProject code, ProjectTextSource project, ImmutableDictionary<string, int> pools, TalkTarget talk)
    {
        _host = host;
        _project = project;
        _application = new HostedApplication
        {
            Folder = project.ProjectFolder,
            Code = code,
            Pools = pools,
            Begins = talk.Begin,
            StartAsync = cancel => StartHostAsync().WaitAsync(cancel),
        };
    }

    /// <summary>The services.</summary>
    public IServiceProvider Services => _host.Services;

    /// <summary>The settings.</summary>
    public IConfiguration Configuration => _host.Services.GetRequiredService<IConfiguration>();

    /// <summary>Begins an application.</summary>
    /// <param name="args">The command line, as the program got it.</param>
    public static SluiceApplicationBuilder CreateBuilder(string[]? args = null)
    {
        var words = CommandWords.Read(args ?? []);
        return new SluiceApplicationBuilder(words, ProjectTextSource.NameOf(Assembly.GetEntryAssembly()?.GetName().Name ?? "application"));
    }

    /// <summary>Carries out a command line on the console; Ctrl-C stops it cleanly.</summary>
    /// <param name="args">The command line, as the program got it; nothing for the list of commands.</param>
    /// <returns>0 where all was done, 1 where a step failed, 2 where the command line or the project is wrong, 130 where it was stopped.</returns>
    public async Task<int> RunAsync(string[] args)
    {
        CollectionPause.Begin();
        var host = CommandHost.OfProcess();
        using var interrupts = new Interrupts(host.Error, host.Screen);
        return await RunAsync(args, host, interrupts.Token);
    }

    /// <summary>Carries out a command line and writes what it says to these; nothing of the process is changed but its working directory.</summary>
    /// <param name="args">The command line.</param>
    /// <param name="output">Takes data: what a script would read.</param>
    /// <param name="error">Takes talk: progress, results for people, problems.</param>
    /// <param name="cancellationToken">Stops it cleanly.</param>
    /// <returns>As <see cref="RunAsync(string[])"/>.</returns>
    public Task<int> RunAsync(string[] args, TextWriter output, TextWriter error, CancellationToken cancellationToken = default) =>
        RunAsync(args, new CommandHost { Output = output, Error = error, StartFolder = Environment.CurrentDirectory }, cancellationToken);

    /// <summary>Stops hosted services and ends the services.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_start is { IsCompletedSuccessfully: true })
        {
            await _host.StopAsync();
        }

        if (_host is IAsyncDisposable disposable)
        {
            await disposable.DisposeAsync();
        }
    }

    /// <summary>Its assets as nodes of a project.</summary>
    internal CodeProject Code => _application.Code;

    internal Task<int> RunAsync(string[] args, CommandHost host, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(args);
        _project.CreateFolders();
        return SluiceCommandLine.RunAsync(
            CommandWords.Read(args).Rest, host with { Application = _application, Time = _host.Services.GetRequiredService<TimeProvider>() }, cancellationToken);
    }

    // Several runs of one command, such as those of scenarios, start it once.
    private Task StartHostAsync()
    {
        lock (_gate)
        {
            return _start ??= OptionsCheck.StartAsync(_host);
        }
    }
}
