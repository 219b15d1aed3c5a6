using System.Linq.Expressions;

namespace Sluice.Hosting.Binding;

/// <summary>How the value that code returns is waited for, and whether it is rows.</summary>
/// <param name="IsAwaited">True for a task.</param>
/// <param name="Result">What the task, or the method, yields; void for nothing.</param>
/// <param name="Row">The type of the rows where the result is rows; null otherwise.</param>
internal sealed record ReturnedValue(bool IsAwaited, Type Result, Type? Row)
{
    private Func<object, Task<object?>>? Wait { get; init; }

    internal static ReturnedValue Of(Type type)
    {
        if (type == typeof(Task))
        {
            return new ReturnedValue(true, typeof(void), null) { Wait = async task => { await (Task)task; return null; } };
        }

        if (type == typeof(ValueTask))
        {
            return new ReturnedValue(true, typeof(void), null) { Wait = async task => { await (ValueTask)task; return null; } };
        }

        var definition = type.IsGenericType ? type.GetGenericTypeDefinition() : null;
        if (definition == typeof(Task<>) || definition == typeof(ValueTask<>))
        {
            var result = type.GetGenericArguments()[0];
            var value = Expression.Parameter(typeof(object));
            var call = Expression.Call(typeof(ReturnedValue), definition == typeof(Task<>) ? nameof(WaitTaskAsync) : nameof(WaitValueTaskAsync), [result], Expression.Convert(value, type));
            return new ReturnedValue(true, result, RowOf(result)) { Wait = Expression.Lambda<Func<object, Task<object?>>>(call, value).Compile() };
        }

        return new ReturnedValue(false, type, RowOf(type));
    }

    internal Task<object?> WaitAsync(object? value) => Wait is null || value is null ? Task.FromResult(value) : Wait(value);

    private static Type? RowOf(Type type) => type == typeof(string) ? null : type.GetInterfaces().Append(type)
        .Where(one => one.IsGenericType && (one.GetGenericTypeDefinition() == typeof(IEnumerable<>) || one.GetGenericTypeDefinition() == typeof(IAsyncEnumerable<>)))
        .Select(one => one.GetGenericArguments()[0])
        .FirstOrDefault();

    private static async Task<object?> WaitTaskAsync<T>(Task<T> task) => await task;

    private static async Task<object?> WaitValueTaskAsync<T>(ValueTask<T> task) => await task;
}
