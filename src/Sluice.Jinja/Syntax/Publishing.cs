using Sluice.Jinja.Compiling;
using Sluice.Jinja.Running;

namespace Sluice.Jinja.Syntax;

/// <summary>Makes names that are assigned at the top level known to blocks, includes and importers.</summary>
internal static class Publishing
{
    internal static Action<Frame>? Of(Scope scope, string[] names, bool isExported = true)
    {
        if (!scope.IsTopLevel || names.Length == 0)
        {
            return null;
        }

        var slots = Array.ConvertAll(names, name => scope.Symbols.Find(name)!.Slot);
        return frame =>
        {
            for (var i = 0; i < names.Length; i++)
            {
                frame.Context.Set(names[i], frame.Slots[slots[i]]);
                if (!isExported)
                {
                    frame.Context.Exported.Remove(names[i]);
                }
                else if (names[i][0] != '_')
                {
                    frame.Context.Exported.Add(names[i]);
                }
            }
        };
    }
}
