using System.Runtime.CompilerServices;
using Polly;
using Sluice.Diagnostics;
using Sluice.Hosting.Assets;
using Sluice.Partitions;
using Sluice.Runs;
using Sluice.Sql.Incremental;

namespace Sluice.Hosting;

/// <summary>Says more about an asset that was added. Every method returns the same builder; nothing is checked before the application is built.</summary>
public sealed class AssetBuilder
{
    internal AssetBuilder(AssetDeclaration declaration) => Declaration = declaration;

    /// <summary>The asset's name.</summary>
    public string Name => Declaration.Name;

    internal AssetDeclaration Declaration { get; }

    /// <summary>Adds tags, which selections and stages name: <c>tag:nightly</c>.</summary>
    public AssetBuilder Tags(params string[] tags)
    {
        ArgumentNullException.ThrowIfNull(tags);
        Declaration.Tags.UnionWith(tags);
        return this;
    }

    /// <summary>Names who answers for it.</summary>
    public AssetBuilder Owner(string owner) => Meta("owner", owner);

    /// <summary>Says what kind of thing it is, such as <c>csv</c> or <c>graph</c>.</summary>
    public AssetBuilder Kind(string kind) => Meta("kind", kind);

    /// <summary>Keeps a value under <c>meta</c>, for people and tools.</summary>
    public AssetBuilder Meta(string key, object? value)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(key);
        Declaration.Meta[key] = value;
        return this;
    }

    /// <summary>Gives the text for people.</summary>
    public AssetBuilder Describe(string description)
    {
        Declaration.Description = description;
        return this;
    }

    /// <summary>Sets a key of the configuration, as <c>config(…)</c> does in a model: <c>alias</c>, <c>schema</c>, <c>contract</c>…</summary>
    public AssetBuilder Config(string key, object? value)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(key);
        Declaration.Config[key] = value;
        return this;
    }

    /// <summary>Keeps it partition by partition: by partitions of sluice.yml or of <see cref="SluiceApplicationBuilder.AddPartitions(PartitionSet)"/>.</summary>
    public AssetBuilder Partitioned(string partitions)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(partitions);
        Declaration.Partitions = partitions;
        return this;
    }

    /// <summary>Keeps it partition by partition.</summary>
    public AssetBuilder Partitioned(PartitionSet partitions)
    {
        ArgumentNullException.ThrowIfNull(partitions);
        Declaration.Partitions = partitions.Name;
        Declaration.OwnPartitions = partitions;
        return this;
    }

    /// <summary>Waits for another asset or model whose rows the code does not read through a parameter.</summary>
    public AssetBuilder DependsOn(params string[] names)
    {
        ArgumentNullException.ThrowIfNull(names);
        Declaration.DependsOn.AddRange(names);
        return this;
    }

    /// <summary>
    /// Says that the code reads files: it is built again when the content of one of them has changed, and skipped otherwise. A name may
    /// hold <c>*</c> and <c>?</c> in its last part; relative ones count from the project's folder.
    /// </summary>
    public AssetBuilder ReadsFiles(params string[] paths)
    {
        ArgumentNullException.ThrowIfNull(paths);
        Declaration.Files.AddRange(paths);
        return this;
    }

    /// <summary>Asks code for a text that stands for the world outside; the asset is built again when the text is another one.</summary>
    /// <param name="version">Fast, and safe to call from several threads.</param>
    public AssetBuilder Observe(Func<string> version)
    {
        ArgumentNullException.ThrowIfNull(version);
        Declaration.Observe = version;
        return this;
    }

    /// <summary>
    /// Keeps track of which rows come, change and go with each commit, by key and hash, so that others can read only these: with a
    /// <see cref="Changes{T}"/> parameter, or, in SQL, with <c>changes('name')</c>. Not for assets with partitions.
    /// </summary>
    /// <param name="key">The columns that tell rows apart; at least one.</param>
    public AssetBuilder TrackChanges(params string[] key)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentOutOfRangeException.ThrowIfZero(key.Length);
        Declaration.ChangeKey = [.. key];
        return Config(ChangeLog.Config, key);
    }

    /// <summary>Says whether it is built in every run, changed or not. Default: where it reads neither an asset nor a tracked file.</summary>
    public AssetBuilder AlwaysRuns(bool always = true)
    {
        Declaration.AlwaysRuns = always;
        return this;
    }

    /// <summary>Says how often a failed attempt is repeated, and after which wait.</summary>
    /// <param name="policy">The attempts and waits.</param>
    /// <param name="when">Which exceptions may pass; null for those that are known to: time-outs, the network, HTTP 408, 429 and 5xx, a busy database.</param>
    public AssetBuilder Retry(RetryPolicy policy, Func<Exception, bool>? when = null)
    {
        ArgumentNullException.ThrowIfNull(policy);
        Declaration.Retry = policy;
        Declaration.IsTransient = when;
        return this;
    }

    /// <summary>Runs each attempt inside a pipeline of Polly. What it repeats begins with no rows written.</summary>
    public AssetBuilder Resilience(ResiliencePipeline pipeline)
    {
        ArgumentNullException.ThrowIfNull(pipeline);
        Declaration.Resilience = pipeline;
        return this;
    }

    /// <summary>Ends an attempt that takes longer.</summary>
    public AssetBuilder Timeout(TimeSpan timeout)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(timeout, TimeSpan.Zero);
        Declaration.Timeout = timeout;
        return this;
    }

    /// <summary>Lets its steps take slots of a pool, whose number <see cref="SluiceApplicationBuilder.AddPool"/> gives; one where nothing does.</summary>
    public AssetBuilder Pool(string pool)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(pool);
        Declaration.Pool = pool;
        return this;
    }

    /// <summary>Keeps steps with the same key from running side by side.</summary>
    public AssetBuilder ConcurrencyKey(string key)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(key);
        Declaration.ConcurrencyKey = key;
        return this;
    }

    /// <summary>
    /// Declares the version of the code: as long as it, the signature, the columns and the configuration stay, the code counts as unchanged. Without
    /// it, what the code compiles to counts, with all that it calls in its assembly; of code that captures variables or is called on an object, the whole
    /// assembly. What is reached by reflection alone is not seen.
    /// </summary>
    public AssetBuilder Version(string version)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(version);
        Declaration.Version = version;
        return this;
    }

    /// <summary>Says that the code writes no table: it has an effect elsewhere. Its marker alone is committed.</summary>
    public AssetBuilder WithoutTable()
    {
        Declaration.HasTable = false;
        return this;
    }

    /// <summary>Adds a check: code that looks at the rows after they are committed, and, where its severity is error, holds back what lies downstream.</summary>
    /// <param name="name">Its name; unique among the asset's checks.</param>
    /// <param name="severity">What a failure means.</param>
    /// <param name="check">
    /// Takes what an asset's code takes, and returns <see cref="bool"/> or <see cref="CheckResult"/>, or a task of these. A <see cref="Table{T}"/>
    /// parameter that names no other asset is the asset itself; of one with partitions, the partition that was built.
    /// </param>
    /// <param name="file">The file of the declaration; given by the compiler.</param>
    /// <param name="line">The line in it; given by the compiler.</param>
    public AssetBuilder Check(string name, Severity severity, Delegate check, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(check);
        Declaration.Checks.Add(new CheckDeclaration(name, severity, check, file, line));
        return this;
    }

    /// <summary>Adds a check of severity error.</summary>
    /// <inheritdoc cref="Check(string, Severity, Delegate, string, int)"/>
    public AssetBuilder Check(string name, Delegate check, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        Check(name, Severity.Error, check, file, line);

    /// <summary>Declares one of the assets that a function writes, for its parameter <see cref="Output{T}"/> of that name. Gives the function's builder.</summary>
    /// <param name="name">The asset's name.</param>
    /// <param name="configure">Says more about the asset; null for nothing.</param>
    /// <param name="file">The file of the declaration; given by the compiler.</param>
    /// <param name="line">The line in it; given by the compiler.</param>
    /// <typeparam name="TRow">The record of its rows.</typeparam>
    public AssetBuilder Produces<TRow>(string name, Action<AssetBuilder>? configure = null, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        AlsoProduces<TRow>(name, configure, file, line);
        Declaration.HasTable = false;
        return this;
    }

    /// <summary>Declares an asset that comes off while this one is made, for its parameter <see cref="Output{T}"/> of that name, such as the records that could not be read. Gives this asset's builder.</summary>
    /// <inheritdoc cref="Produces{TRow}" path="/param"/>
    /// <inheritdoc cref="Produces{TRow}" path="/typeparam"/>
    public AssetBuilder AlsoProduces<TRow>(string name, Action<AssetBuilder>? configure = null, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        var asset = new AssetBuilder(new AssetDeclaration
        {
            Name = name, Group = Declaration.Group, Row = typeof(TRow), Function = Declaration, File = file, Line = line,
        });
        configure?.Invoke(asset);
        Declaration.Outputs.Add((name, typeof(TRow), asset));
        return this;
    }
}
