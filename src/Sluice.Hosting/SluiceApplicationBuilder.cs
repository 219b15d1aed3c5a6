using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Sluice.Diagnostics;
using Sluice.Hosting.Assets;
using Sluice.Hosting.Fingerprints;
using Sluice.Hosting.Running;
using Sluice.Partitions;

namespace Sluice.Hosting;

/// <summary>
/// Puts an application together: its services, its configuration, its assets. <see cref="Build"/> checks all of it at once. Configuration comes,
/// later ones winning, from <c>appsettings.json</c>, <c>appsettings.{Environment}.json</c>, user secrets (in Development), the environment, and
/// <c>--config key=value</c> on the command line.
/// </summary>
public sealed class SluiceApplicationBuilder
{
    private readonly HostApplicationBuilder _host;
    private readonly TalkTarget _talk = new();
    private readonly List<AssetBuilder> _assets = [];
    private readonly Dictionary<string, PartitionSet> _partitions = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _pools = new(StringComparer.Ordinal);
    private string? _sqlFolder;

    internal SluiceApplicationBuilder(CommandWords words, string name)
    {
        Name = name;
        Folder = words.Folder;
        var early = new ConfigurationManager();
        // Nothing is read again while a command runs.
        early.AddInMemoryCollection([KeyValuePair.Create<string, string?>("hostBuilder:reloadConfigOnChange", "false")]);
        _host = new HostApplicationBuilder(new HostApplicationBuilderSettings { ContentRootPath = Folder, Configuration = early, ApplicationName = words.ApplicationName });
        _host.Configuration.AddInMemoryCollection(words.Configuration);
        _host.Logging.ClearProviders();
        _host.Services.AddSingleton<ILoggerProvider>(_ => new TalkLoggerProvider(_talk));
        _host.Logging.AddFilter<TalkLoggerProvider>("Microsoft", LogLevel.Warning);
        _host.Services.AddSingleton<IHostLifetime, QuietLifetime>();
        _host.Services.AddSingleton(TimeProvider.System);
    }

    /// <summary>The project's name where no dbt_project.yml gives it: letters, digits and underscores. Default: the program's name.</summary>
    public string Name { get; set; }

    /// <summary>The project's folder, absolute: what <c>--project-dir</c> names, else the folder that the program is started in.</summary>
    public string Folder { get; }

    /// <summary>
    /// The DuckDB file where no profiles.yml gives it, relative to <see cref="Folder"/>. Default: the setting <c>Sluice:Database</c>, else
    /// <c>.sluice/{Name}.duckdb</c>.
    /// </summary>
    public string? Database { get; set; }

    /// <summary>The services that assets and checks take as parameters. A singleton lives as long as the command, a scoped one as long as an attempt.</summary>
    public IServiceCollection Services => _host.Services;

    /// <summary>The settings.</summary>
    public IConfigurationManager Configuration => _host.Configuration;

    /// <summary>Where log lines go beside the command's own output.</summary>
    public ILoggingBuilder Logging => _host.Logging;

    /// <summary>Development, Production…</summary>
    public IHostEnvironment Environment => _host.Environment;

    /// <summary>Begins a group of assets.</summary>
    public AssetGroup AddGroup(string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        return new AssetGroup(this, name);
    }

    /// <summary>Adds an asset whose rows code writes.</summary>
    /// <param name="name">Its name, which is its table's, and which parameters and <c>ref</c> use.</param>
    /// <param name="code">
    /// Its parameters are bound by type and name: <see cref="Table{T}"/> to the asset, model or seed of that name, <see cref="AssetContext"/>,
    /// <see cref="CancellationToken"/>, <see cref="ILogger"/>, those marked <see cref="PartitionAttribute"/> to the partition's key, all others
    /// to services. It returns a task, or the rows themselves.
    /// </param>
    /// <param name="file">The file of the declaration; given by the compiler.</param>
    /// <param name="line">The line in it; given by the compiler.</param>
    /// <typeparam name="TRow">The record of its rows: the columns that it promises.</typeparam>
    public AssetBuilder AddAsset<TRow>(string name, Delegate code, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        Add(new AssetDeclaration { Name = name, Row = typeof(TRow), Code = code, File = file, Line = line });

    /// <summary>Adds an asset that promises no columns: it has those of the rows or query that its code writes.</summary>
    /// <inheritdoc cref="AddAsset{TRow}(string, Delegate, string, int)"/>
    public AssetBuilder AddAsset(string name, Delegate code, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        Add(new AssetDeclaration { Name = name, Code = code, File = file, Line = line });

    /// <summary>Adds an asset whose code is the public method <c>MaterializeAsync</c> of a class. An instance is made for each attempt; services come through its constructor.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="file">The file of the declaration; given by the compiler.</param>
    /// <param name="line">The line in it; given by the compiler.</param>
    /// <typeparam name="TRow">The record of its rows.</typeparam>
    /// <typeparam name="TAsset">The class.</typeparam>
    public AssetBuilder AddAsset<TRow, TAsset>(string name, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
        where TAsset : class => Add(new AssetDeclaration { Name = name, Row = typeof(TRow), CodeType = typeof(TAsset), File = file, Line = line });

    /// <summary>Adds data that lies outside and is only read: a view over it. <see cref="AssetBuilder.Observe"/> or <see cref="AssetBuilder.ReadsFiles"/> say when it has changed.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="sql">The query that reads it, such as <c>select * from read_parquet('in/*.parquet')</c>.</param>
    /// <param name="file">The file of the declaration; given by the compiler.</param>
    /// <param name="line">The line in it; given by the compiler.</param>
    /// <typeparam name="TRow">The record of its rows.</typeparam>
    public AssetBuilder AddExternal<TRow>(string name, string sql, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        Add(new AssetDeclaration { Name = name, Row = typeof(TRow), Sql = sql, File = file, Line = line });

    /// <summary>
    /// Adds the SQL models of a folder, which may <c>ref</c> the assets and be read by them. A folder that holds dbt_project.yml is a project of
    /// its own; any other is a folder of models of the application's project.
    /// </summary>
    /// <param name="folder">Relative to <see cref="Folder"/>.</param>
    public SluiceApplicationBuilder AddSqlProject(string folder = "models")
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        _sqlFolder = folder;
        return this;
    }

    /// <summary>Declares partitions for assets and models. sluice.yml wins where it declares the same name.</summary>
    public SluiceApplicationBuilder AddPartitions(PartitionSet partitions)
    {
        ArgumentNullException.ThrowIfNull(partitions);
        _partitions[partitions.Name] = partitions;
        return this;
    }

    /// <summary>Says how many steps of a pool run side by side; 1 or more.</summary>
    public SluiceApplicationBuilder AddPool(string name, int slots)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentOutOfRangeException.ThrowIfLessThan(slots, 1);
        _pools[name] = slots;
        return this;
    }

    /// <summary>Asks, before the first step of each run, whether a service can be used; nothing runs where it cannot.</summary>
    /// <param name="name">The resource, for messages.</param>
    /// <param name="check">Returns where it can be used, and throws where it cannot. It is given 30 seconds.</param>
    /// <typeparam name="T">The service.</typeparam>
    public SluiceApplicationBuilder AddResourceCheck<T>(string name, Func<T, CancellationToken, Task> check)
        where T : notnull
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(check);
        Services.AddScoped<IResourceCheck>(services => new DelegateResourceCheck<T>(name, services.GetRequiredService<T>(), check));
        return this;
    }

    /// <summary>Checks everything that can be known before a command runs, and makes the application.</summary>
    /// <exception cref="DiagnosticException">Something is wrong; all of it is said.</exception>
    public SluiceApplication Build()
    {
        var host = _host.Build();
        try
        {
            var partitions = _partitions.ToImmutableDictionary();
            foreach (var set in _assets.Select(asset => asset.Declaration.OwnPartitions).OfType<PartitionSet>())
            {
                partitions = partitions.SetItem(set.Name, set);
            }

            var project = new ProjectTextSource(Name, Folder, _sqlFolder, Database ?? Configuration["Sluice:Database"], Configuration["Sluice:Threads"], Configuration["Sluice:MemoryLimit"]);
            var problems = new DiagnosticBag();
            OwnSettings.Check(Configuration, problems);
            var code = new ApplicationCode(host.Services, project, partitions, new CodeFingerprint(Services), problems).Create([.. _assets.Select(asset => asset.Declaration)]);
            problems.ThrowIfErrors();
            return new SluiceApplication(host, code, project, _pools.ToImmutableDictionary(StringComparer.Ordinal), _talk);
        }
        catch
        {
            host.Dispose();
            throw;
        }
    }

    /// <summary>Gives an asset other code, for tests; its checks, group and partitions stay.</summary>
    /// <exception cref="ArgumentException">No asset of code has the name.</exception>
    internal void Override(string name, Type row, Delegate code)
    {
        var index = _assets.FindIndex(asset => asset.Name == name || asset.Declaration.ReadOutputs.Any(output => output.Name == name));
        if (index < 0)
        {
            throw new ArgumentException($"no asset of code is named `{name}`; there are {string.Join(", ", _assets.Select(asset => asset.Name))}", nameof(name));
        }

        var whole = _assets[index].Declaration;
        if (whole.Name == name)
        {
            // What came off with the code that is replaced has no rows.
            _assets[index] = new AssetBuilder(whole.WithCode(row, code));
            _assets.AddRange(whole.ReadOutputs.Select(output => new AssetBuilder(output.Asset.Declaration.WithCode(output.Row, NoRows(output.Row)))));
            return;
        }

        _assets.Add(new AssetBuilder(whole.Outputs.First(output => output.Name == name).Asset.Declaration.WithCode(row, code)));
        whole.GivenOutputs.Add(name);
        if (!whole.HasTable && !whole.ReadOutputs.Any())
        {
            _assets.RemoveAt(index);
        }

        static Delegate NoRows(Type type) => typeof(Enumerable).GetMethod(nameof(Enumerable.Empty))!.MakeGenericMethod(type).CreateDelegate(typeof(Func<>).MakeGenericType(typeof(IEnumerable<>).MakeGenericType(type)));
    }

    internal AssetBuilder Add(AssetDeclaration declaration)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(declaration.Name);
        var asset = new AssetBuilder(declaration);
        _assets.Add(asset);
        return asset;
    }
}
