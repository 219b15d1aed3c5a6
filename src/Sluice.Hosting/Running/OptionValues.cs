using System.Text.Json;

namespace Sluice.Hosting.Running;

/// <summary>The values of options, which count as part of the code that takes them.</summary>
internal static class OptionValues
{
    /// <summary>The value of <c>IOptions&lt;T&gt;</c>, validated.</summary>
    internal static object? Read(IServiceProvider services, Type type) => type.GetProperty("Value")!.GetValue(services.GetService(type), System.Reflection.BindingFlags.DoNotWrapExceptions, null, null, null);

    /// <summary>The value as text; empty where it has none.</summary>
    internal static string Text(IServiceProvider services, Type type)
    {
        try
        {
            return JsonSerializer.Serialize(Read(services, type));
        }
        catch (Exception error) when (error is NotSupportedException or InvalidOperationException or JsonException)
        {
            return "";
        }
    }
}
