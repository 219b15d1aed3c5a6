using System.Text;
using Sluice.Jinja.Values;

namespace Sluice.Jinja.Filters;

/// <summary><c>pprint</c>: the printed value, one element a line where it is wider than a line of 80 characters.</summary>
internal static class PrettyPrint
{
    private const int Width = 80;
    private const int MaxDepth = 100;

    internal static string Format(object? value)
    {
        var output = new StringBuilder();
        Write(output, value, 0, 0, 0);
        return output.ToString();
    }

    private static void Write(StringBuilder output, object? value, int indent, int allowance, int depth)
    {
        var flat = Flat(value, depth);
        if (flat.Length <= Width - indent - allowance || depth > MaxDepth)
        {
            output.Append(flat);
            return;
        }

        switch (value)
        {
            case JinjaDict { Count: > 0 } dict:
                WriteDict(output, dict, indent, allowance, depth);
                break;
            case JinjaList { Count: > 0 } list:
                WriteItems(output, "[", "]", list.Items, indent, allowance, depth);
                break;
            case JinjaTuple { Count: > 0 } tuple:
                WriteItems(output, "(", tuple.Count == 1 ? ",)" : ")", tuple.Items, indent, allowance, depth);
                break;
            case JinjaSet { Count: > 0 } set:
                WriteItems(output, "{", "}", Sorted(set), indent, allowance, depth);
                break;
            case string text:
                WriteText(output, text, indent, allowance, depth);
                break;
            default:
                output.Append(flat);
                break;
        }
    }

    private static void WriteDict(StringBuilder output, JinjaDict dict, int indent, int allowance, int depth)
    {
        output.Append('{');
        var keys = Sorted(dict.Keys);
        for (var i = 0; i < keys.Count; i++)
        {
            var isLast = i == keys.Count - 1;
            var key = Flat(keys[i], depth + 1);
            output.Append(key).Append(": ");
            Write(output, dict[keys[i]], indent + key.Length + 3, isLast ? allowance + 1 : 1, depth + 1);
            output.Append(isLast ? "" : ",\n" + new string(' ', indent + 1));
        }

        output.Append('}');
    }

    private static void WriteItems(
        StringBuilder output, string open, string close, IReadOnlyList<object?> items, int indent, int allowance, int depth)
    {
        output.Append(open);
        for (var i = 0; i < items.Count; i++)
        {
            var isLast = i == items.Count - 1;
            Write(output, items[i], indent + 1, isLast ? allowance + close.Length : 1, depth + 1);
            output.Append(isLast ? "" : ",\n" + new string(' ', indent + 1));
        }

        output.Append(close);
    }

    // A long text becomes several literals, cut behind blanks.
    private static void WriteText(StringBuilder output, string text, int indent, int allowance, int depth)
    {
        var (inner, room) = depth == 0 ? (indent + 1, allowance + 1) : (indent, allowance);
        var chunks = new List<string>();
        var lines = Methods.TextSplit.Lines(text, keepEnds: true).Items.Cast<string>().ToList();
        for (var i = 0; i < lines.Count; i++)
        {
            var isLastLine = i == lines.Count - 1;
            if (Text.Repr(lines[i]).Length <= Width - inner - (isLastLine ? room : 0))
            {
                chunks.Add(Text.Repr(lines[i]));
                continue;
            }

            AddWords(chunks, lines[i], Width - inner, isLastLine ? room : 0);
        }

        if (chunks.Count == 1)
        {
            output.Append(chunks[0]);
            return;
        }

        var joined = string.Join("\n" + new string(' ', inner), chunks);
        output.Append(depth == 0 ? $"({joined})" : joined);
    }

    private static void AddWords(List<string> chunks, string line, int width, int room)
    {
        var current = "";
        var words = Words(line);
        for (var i = 0; i < words.Count; i++)
        {
            var candidate = current + words[i];
            var most = i == words.Count - 1 ? width - room : width;
            if (Text.Repr(candidate).Length > most)
            {
                if (current.Length > 0)
                {
                    chunks.Add(Text.Repr(current));
                }

                current = words[i];
            }
            else
            {
                current = candidate;
            }
        }

        if (current.Length > 0)
        {
            chunks.Add(Text.Repr(current));
        }
    }

    // Each word with the blanks behind it.
    private static List<string> Words(string line)
    {
        var words = new List<string>();
        var start = 0;
        for (var i = 1; i <= line.Length; i++)
        {
            if (i == line.Length || (char.IsWhiteSpace(line[i - 1]) && !char.IsWhiteSpace(line[i])))
            {
                words.Add(line[start..i]);
                start = i;
            }
        }

        return words;
    }

    private static string Flat(object? value, int depth)
    {
        if (depth > MaxDepth)
        {
            return Text.Repr(value);
        }

        return value switch
        {
            JinjaDict dict => "{" + string.Join(", ", Sorted(dict.Keys).Select(key => $"{Flat(key, depth + 1)}: {Flat(dict[key], depth + 1)}")) + "}",
            JinjaList list => "[" + string.Join(", ", list.Select(item => Flat(item, depth + 1))) + "]",
            JinjaTuple tuple => "(" + string.Join(", ", tuple.Select(item => Flat(item, depth + 1))) + (tuple.Count == 1 ? ",)" : ")"),
            JinjaSet { Count: > 0 } set => "{" + string.Join(", ", Sorted(set).Select(item => Flat(item, depth + 1))) + "}",
            _ => Text.Repr(value),
        };
    }

    private static List<object?> Sorted(IEnumerable<object?> items)
    {
        var all = items.ToList();
        try
        {
            return Sorting.Sort(all, item => item, isReverse: false);
        }
        catch (TemplateError)
        {
            return [.. all.OrderBy(TypeNames.Of, StringComparer.Ordinal)];
        }
    }
}
