using System.Collections.Immutable;
using Sluice.Diagnostics;
using Sluice.Jinja.Compiling;
using Sluice.Jinja.Running;

namespace Sluice.Jinja.Syntax;

/// <summary><c>{% from 'a' import b, c as d %}</c>.</summary>
internal sealed class FromImportStatement(
    Expression template, ImmutableArray<(string Name, string Alias)> names, bool withContext, string[] loads, SourceSpan span)
    : Statement(span)
{
    internal override void Analyze(Symbols symbols)
    {
        symbols.LoadAll(loads);
        foreach (var (_, alias) in names)
        {
            symbols.Store(alias);
        }
    }

    internal override Executor Compile(Scope scope)
    {
        var import = new Importing(template.Compile(scope), withContext ? scope.Symbols.VisibleStores() : null, Span);
        var slots = names.Select(name => scope.Symbols.Find(name.Alias)!.Slot).ToArray();
        var publish = Publishing.Of(scope, [.. names.Select(name => name.Alias)], isExported: false);
        return (frame, _) =>
        {
            var module = import.Load(frame);
            for (var i = 0; i < slots.Length; i++)
            {
                var name = names[i].Name;
                frame.Slots[slots[i]] = module.TryGetAttribute(name, out var value)
                    ? value
                    : new Undefined(
                        name, frame.Unit.Environment.Options.Undefined,
                        $"the template `{module.TemplateName}` does not export the requested name `{name}`");
            }

            publish?.Invoke(frame);
            return Flow.Next;
        };
    }
}
