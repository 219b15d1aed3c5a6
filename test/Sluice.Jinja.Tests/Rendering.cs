using Sluice.Diagnostics;

namespace Sluice.Jinja.Tests;

/// <summary>The shortest way from a text to what it renders to.</summary>
internal static class Rendering
{
    internal static readonly JinjaEnvironment Environment = new();

    internal static string Render(string template, params (string Name, object? Value)[] values) =>
        Compile(template).Render(Scope(values));

    internal static string Render(JinjaOptions options, string template, params (string Name, object? Value)[] values) =>
        new JinjaEnvironment(options).Compile(new SourceText("main.sql", template)).Render(Scope(values));

    internal static Template Compile(string template) => Environment.Compile(new SourceText("main.sql", template));

    internal static DictionaryScope Scope(params (string Name, object? Value)[] values) =>
        new(values.ToDictionary(value => value.Name, value => value.Value, StringComparer.Ordinal));

    internal static JinjaException Failure(Action action) => Assert.Throws<JinjaException>(action);

    internal static JinjaException Failure(string template, params (string Name, object? Value)[] values) =>
        Failure(() => Render(template, values));

    internal static JinjaFunction Return { get; } = new("return", call => new MacroReturn(call.Bind("return", "value")[0]));
}
