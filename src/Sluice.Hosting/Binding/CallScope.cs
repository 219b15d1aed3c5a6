using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Sluice.Hosting.Incremental;
using Sluice.Sql.Code;
using Sluice.Sql.Incremental;

namespace Sluice.Hosting.Binding;

/// <summary>The arguments of one call.</summary>
internal sealed class CallScope(CodeAttempt attempt, IServiceProvider services, AssetContext context, ILogger logger, CancellationToken cancel)
{
    private readonly Dictionary<int, string?> _sources = [];
    private readonly Dictionary<int, (ChangeLog Log, SeenRange Range)> _changes = [];

    public AssetContext Context => context;

    public CancellationToken Cancel => cancel;

    public ILogger Logger => logger;

    /// <summary>Says which changes a parameter reads.</summary>
    internal void SetChanges(int parameter, ChangeLog log, SeenRange range) => _changes[parameter] = (log, range);

    /// <summary>Says what a parameter reads: SQL, or null for no rows.</summary>
    internal void SetSource(int parameter, string? sql) => _sources[parameter] = sql;

    public Table<T> Table<T>(int parameter) => new(new TableSource(attempt.Adapter, attempt.Node, _sources[parameter]));

    public Changes<T> Changes<T>(int parameter) => new(new TableSource(attempt.Adapter, attempt.Node, _sources[parameter]), _changes[parameter].Log, _changes[parameter].Range);

    public Output<T> Output<T>(string name) => new(context, name);

    public T Service<T>(bool isOptional) => isOptional ? services.GetService<T>()! : (T)services.GetRequiredService(typeof(T));

    public T Instance<T>() => ActivatorUtilities.GetServiceOrCreateInstance<T>(services);

    public T Partition<T>()
    {
        var key = attempt.Step.Step.Partition.Text!;
        object value = typeof(T) == typeof(string) ? key
            : typeof(T) == typeof(int) ? int.Parse(key, CultureInfo.InvariantCulture)
            : typeof(T) == typeof(long) ? long.Parse(key, CultureInfo.InvariantCulture)
            : attempt.Partitions is { Bounds.IsEmpty: false } set ? set.Bounds[set.IndexOf(attempt.Step.Step.Partition)]
            : DateOnly.Parse(key, CultureInfo.InvariantCulture);
        return (T)value;
    }
}
