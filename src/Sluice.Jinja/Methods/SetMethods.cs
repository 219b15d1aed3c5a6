using Sluice.Jinja.Values;

namespace Sluice.Jinja.Methods;

/// <summary>The methods of sets.</summary>
internal static class SetMethods
{
    internal static readonly Dictionary<string, MethodBody> All = new(StringComparer.Ordinal)
    {
        ["add"] = (self, call) => Change(self, set => set.Add(call.Bind("add", "element")[0])),
        ["discard"] = (self, call) => Change(self, set => set.Remove(call.Bind("discard", "element")[0])),
        ["remove"] = (self, call) => Change(self, set =>
        {
            var value = call.Bind("remove", "element")[0];
            return set.Remove(value) ? true : throw Fail.Key(value);
        }),
        ["pop"] = Pop,
        ["clear"] = (self, _) => Change(self, set =>
        {
            set.Items.Clear();
            return true;
        }),
        ["copy"] = (self, _) => new JinjaSet((JinjaSet)self),
        ["update"] = (self, call) => Change(self, set =>
        {
            foreach (var item in call.ArgArray.SelectMany(Iteration.Over).ToList())
            {
                set.Add(item);
            }

            return true;
        }),
        ["union"] = (self, call) => new JinjaSet(((JinjaSet)self).Concat(call.ArgArray.SelectMany(Iteration.Over))),
        ["intersection"] = (self, call) => Keep(self, call, isIn: true),
        ["difference"] = (self, call) => Keep(self, call, isIn: false),
        ["symmetric_difference"] = (self, call) =>
        {
            var other = Other(call);
            var set = (JinjaSet)self;
            return new JinjaSet(set.Where(item => !other.Contains(item)).Concat(other.Where(item => !set.Contains(item))));
        },
        ["issubset"] = (self, call) => Other(call) is var other ? Box.Of(((JinjaSet)self).All(other.Contains)) : null,
        ["issuperset"] = (self, call) => Box.Of(Other(call).All(((JinjaSet)self).Contains)),
        ["isdisjoint"] = (self, call) => Box.Of(!Other(call).Any(((JinjaSet)self).Contains)),
    };

    private static object? Change(object self, Func<JinjaSet, bool> change)
    {
        _ = change((JinjaSet)self);
        return null;
    }

    private static JinjaSet Other(JinjaCall call) => new(Iteration.Over(call.Bind("method", "other")[0]));

    private static JinjaSet Keep(object self, JinjaCall call, bool isIn)
    {
        var others = call.ArgArray.Select(other => new JinjaSet(Iteration.Over(other))).ToList();
        return new JinjaSet(((JinjaSet)self).Where(item =>
            isIn ? others.TrueForAll(other => other.Contains(item)) : !others.Exists(other => other.Contains(item))));
    }

    private static object? Pop(object self, JinjaCall call)
    {
        var items = ((JinjaSet)self).Items;
        if (items.Count == 0)
        {
            throw Fail.Index("pop from an empty set");
        }

        var first = items.KeyAt(0);
        items.RemoveAt(0);
        return first;
    }
}
