using System.Collections.Immutable;
using System.Linq.Expressions;
using System.Reflection;
using Microsoft.Extensions.Logging;
using Sluice.Hosting.Fingerprints;

namespace Sluice.Hosting.Binding;

/// <summary>The code of an asset or check: which parameters it has, and how it is called. Compiled once; a call uses no reflection.</summary>
internal sealed class CodeMethod
{
    private readonly MethodInfo _method;
    private readonly Func<Expression, Expression>? _instance;
    private readonly Delegate? _delegate;
    private readonly Lazy<Func<CallScope, object?>> _call;
    private readonly ReturnedValue _returned;

    private CodeMethod(MethodInfo method, Delegate? code, Func<Expression, Expression>? instance, string own, bool isPartitioned)
    {
        _method = method;
        _delegate = code;
        _instance = instance;
        Parameters = [.. method.GetParameters().Select(parameter => ToParameter(parameter, own, isPartitioned))];
        _returned = ReturnedValue.Of(method.ReturnType);
        _call = new(Compile);
    }

    internal ImmutableArray<Parameter> Parameters { get; }

    /// <summary>What is read, in the order of the parameters.</summary>
    internal IEnumerable<Parameter.Rows> Reads => Parameters.OfType<Parameter.Rows>();

    /// <summary>The type of the rows that it returns; null where it returns none.</summary>
    internal Type? ReturnedRow => _returned.Row;

    /// <summary>True where it returns a task or rows, so that it can be waited for.</summary>
    internal bool IsAsync => _returned.IsAwaited || _returned.Row is not null;

    /// <summary>What the returned value is once it is waited for; void for nothing.</summary>
    internal Type ResultType => _returned.Result;

    /// <summary>What the code compiles to, as a text that changes with it.</summary>
    /// <param name="fingerprint">Reads it.</param>
    /// <param name="rows">The records that it writes.</param>
    internal string Body(CodeFingerprint fingerprint, IEnumerable<Type> rows) => fingerprint.Of(
        _method, _delegate?.Target,
        Reads.Select(read => read.Row).Concat(Parameters.OfType<Parameter.Output>().Select(output => output.Row)).Concat(rows).Concat(ReturnedRow is { } returned ? [returned] : []),
        Parameters.OfType<Parameter.Service>().Select(service => service.Info.ParameterType));

    internal static CodeMethod Of(Delegate code, string own, bool isPartitioned) => new(code.Method, code, null, own, isPartitioned);

    /// <summary>The method of a class whose instances are made for each attempt.</summary>
    internal static CodeMethod Of(Type type, MethodInfo method, string own, bool isPartitioned) => new(
        method, null, scope => Expression.Call(scope, nameof(CallScope.Instance), [type]), own, isPartitioned);

    /// <summary>Calls it and waits; gives what it returns, null for nothing.</summary>
    internal Task<object?> CallAsync(CallScope scope) => _returned.WaitAsync(_call.Value(scope));

    /// <summary>The signature in C#, which stands for it where code is compared.</summary>
    internal string Signature() => $"({string.Join(", ", _method.GetParameters().Select(parameter => $"{TypeName.Of(parameter.ParameterType)} {parameter.Name}"))}) -> {TypeName.Of(_method.ReturnType)}";

    private static Parameter ToParameter(ParameterInfo info, string own, bool isPartitioned)
    {
        var type = info.ParameterType;
        var definition = type.IsGenericType ? type.GetGenericTypeDefinition() : null;
        if (definition == typeof(Changes<>))
        {
            return new Parameter.Rows(info, type.GetGenericArguments()[0], info.GetCustomAttribute<FromAttribute>()?.Name ?? info.Name ?? "", 0) { IsChanges = true };
        }

        if (definition == typeof(Table<>))
        {
            var name = info.GetCustomAttribute<FromAttribute>()?.Name ?? info.Name ?? "";
            var previous = info.GetCustomAttribute<PreviousAttribute>();
            return new Parameter.Rows(info, type.GetGenericArguments()[0], name, previous?.Back ?? 0) { IsOwn = previous is not null && name == own && !isPartitioned };
        }

        if (definition == typeof(Output<>))
        {
            return new Parameter.Output(info, type.GetGenericArguments()[0], info.GetCustomAttribute<FromAttribute>()?.Name ?? info.Name ?? "");
        }

        return info.GetCustomAttribute<PartitionAttribute>() is not null ? new Parameter.Key(info)
            : type == typeof(AssetContext) ? new Parameter.Context(info)
            : type == typeof(CancellationToken) ? new Parameter.Cancel(info)
            : type == typeof(ILogger) ? new Parameter.Log(info)
            : new Parameter.Service(info);
    }

    private Func<CallScope, object?> Compile()
    {
        var scope = Expression.Parameter(typeof(CallScope), "scope");
        var arguments = Parameters.Select((parameter, index) => Argument(scope, parameter, index)).ToArray();
        Expression call = _delegate is not null
            ? Expression.Invoke(Expression.Constant(_delegate, _delegate.GetType()), arguments)
            : Expression.Call(_method.IsStatic ? null : _instance!(scope), _method, arguments);
        call = call.Type == typeof(void) ? Expression.Block(call, Expression.Constant(null)) : Expression.Convert(call, typeof(object));
        return Expression.Lambda<Func<CallScope, object?>>(call, scope).Compile();
    }

    private static Expression Argument(Expression scope, Parameter parameter, int index) => parameter switch
    {
        Parameter.Rows { IsChanges: true } changes => Expression.Call(scope, nameof(CallScope.Changes), [changes.Row], Expression.Constant(index)),
        Parameter.Rows rows => Expression.Call(scope, nameof(CallScope.Table), [rows.Row], Expression.Constant(index)),
        Parameter.Output output => Expression.Call(scope, nameof(CallScope.Output), [output.Row], Expression.Constant(output.Name)),
        Parameter.Key => Expression.Call(scope, nameof(CallScope.Partition), [parameter.Info.ParameterType]),
        Parameter.Context => Expression.Property(scope, nameof(CallScope.Context)),
        Parameter.Cancel => Expression.Property(scope, nameof(CallScope.Cancel)),
        Parameter.Log => Expression.Property(scope, nameof(CallScope.Logger)),
        _ => Expression.Call(scope, nameof(CallScope.Service), [parameter.Info.ParameterType], Expression.Constant(parameter.Info.HasDefaultValue)),
    };
}
