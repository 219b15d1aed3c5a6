namespace Sluice.Jinja.Filters;

/// <summary>The filters of the language, by name. Made when a template first asks for one.</summary>
internal static class FilterTable
{
    private static readonly Lazy<Dictionary<string, Routine>> Table = new(Create);

    internal static IReadOnlyDictionary<string, Routine> All => Table.Value;

    /// <summary>The filter <c>default</c>, which compiled templates know by itself.</summary>
    internal static Routine Default => Table.Value["default"];

    private static Dictionary<string, Routine> Create()
    {
        var table = new Dictionary<string, Routine>(StringComparer.Ordinal);
        void Add(string names, string parameters, RoutineBody body, RoutinePrinter? printer = null)
        {
            foreach (var name in names.Split(' '))
            {
                table[name] = new BuiltInRoutine(
                    name, parameters.Split(' ', StringSplitOptions.RemoveEmptyEntries), body)
                {
                    Printer = printer,
                };
            }
        }

        Add("abs", "", NumberFilters.Abs);
        Add("float", "default?", NumberFilters.Float);
        Add("int", "default? base?", NumberFilters.Int);
        Add("round", "precision? method?", NumberFilters.Round);
        Add("filesizeformat", "binary?", NumberFilters.FileSize);

        Add("capitalize", "", TextFilters.Capitalize);
        Add("center", "width?", TextFilters.Center);
        Add("format", "*args **kwargs", TextFilters.Format);
        Add("indent", "width? first? blank?", TextFilters.Indent);
        Add("lower", "", TextFilters.Lower);
        Add("replace", "old new count?", TextFilters.Replace);
        Add("string", "", TextFilters.String);
        Add("title", "", TextFilters.Title);
        Add("trim", "chars?", TextFilters.Trim);
        Add("truncate", "length? killwords? end? leeway?", TextFilters.Truncate);
        Add("upper", "", TextFilters.Upper);
        Add("wordcount", "", TextFilters.WordCount);
        Add("wordwrap", "width? break_long_words? wrapstring? break_on_hyphens?", WordWrap.Apply);
        Add("pprint", "", (value, _) => PrettyPrint.Format(value));
        Add("tojson", "indent?", Json.ToJson);

        Add("e escape", "", MarkupFilters.Escape);
        Add("forceescape", "", MarkupFilters.ForceEscape);
        Add("safe", "", MarkupFilters.MarkSafe);
        Add("striptags", "", MarkupFilters.StripTags);
        Add("urlencode", "", MarkupFilters.UrlEncode);
        Add("urlize", "trim_url_limit? nofollow? target? rel? extra_schemes?", Urlize.Apply);
        Add("xmlattr", "autospace?", MarkupFilters.XmlAttributes);

        Add("attr", "name", SequenceFilters.Attr);
        Add("batch", "linecount fill_with?", SequenceFilters.Batch);
        Add("d default", "default_value? boolean?", SequenceFilters.Default);
        Add("dictsort", "case_sensitive? by? reverse?", SequenceFilters.DictSort);
        Add("first", "", SequenceFilters.First);
        Add("groupby", "attribute default? case_sensitive?", SequenceFilters.GroupBy);
        Add("items", "", SequenceFilters.Items);
        Add("join", "d? attribute?", SequenceFilters.Join, SequenceFilters.PrintJoined);
        Add("last", "", SequenceFilters.Last);
        Add("count length", "", SequenceFilters.Length);
        Add("list", "", SequenceFilters.List);
        Add("map", "*args **kwargs", Selecting.Map);
        Add("max", "case_sensitive? attribute?", SequenceFilters.Max);
        Add("min", "case_sensitive? attribute?", SequenceFilters.Min);
        Add("random", "", SequenceFilters.Random);
        Add("reject", "*args **kwargs", (value, arguments) => Selecting.Select(value, arguments, keeps: false, byAttribute: false));
        Add("rejectattr", "*args **kwargs", (value, arguments) => Selecting.Select(value, arguments, keeps: false, byAttribute: true));
        Add("reverse", "", SequenceFilters.Reverse);
        Add("select", "*args **kwargs", (value, arguments) => Selecting.Select(value, arguments, keeps: true, byAttribute: false));
        Add("selectattr", "*args **kwargs", (value, arguments) => Selecting.Select(value, arguments, keeps: true, byAttribute: true));
        Add("slice", "slices fill_with?", SequenceFilters.Slice);
        Add("sort", "reverse? case_sensitive? attribute?", SequenceFilters.Sort);
        Add("sum", "attribute? start?", SequenceFilters.Sum);
        Add("unique", "case_sensitive? attribute?", SequenceFilters.Unique);
        return table;
    }
}
