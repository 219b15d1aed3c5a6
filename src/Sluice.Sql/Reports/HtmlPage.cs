using System.Globalization;
using System.Net;
using System.Text;

namespace Sluice.Sql.Reports;

/// <summary>A page of tables and charts in one file: it loads nothing, and follows the reader's choice of light or dark.</summary>
public static class HtmlPage
{
    private const string Style = """
        :root { color-scheme: light dark; --paper: #ffffff; --ink: #1b1f24; --soft: #5b6570; --line: #dfe3e8; --card: #f6f8fa;
          --s0: #2563eb; --s1: #d97706; --s2: #059669; --s3: #9333ea; --s4: #dc2626; --s5: #0891b2; }
        @media (prefers-color-scheme: dark) { :root { --paper: #0f1419; --ink: #e6e9ec; --soft: #98a2ad; --line: #2b333c; --card: #171d24;
          --s0: #6ea0ff; --s1: #f0a94a; --s2: #3ecf9a; --s3: #c084fc; --s4: #f87171; --s5: #4cc9dd; } }
        * { box-sizing: border-box; }
        body { margin: 0 auto; padding: 2rem 1.5rem 4rem; max-width: 80rem; background: var(--paper); color: var(--ink); font: 15px/1.5 system-ui, sans-serif; }
        h1 { font-size: 1.6rem; margin: 0; } h2 { font-size: 1.15rem; margin: 2.2rem 0 .8rem; } p { margin: .3rem 0 0; color: var(--soft); }
        .charts { display: grid; grid-template-columns: repeat(auto-fill, minmax(19rem, 1fr)); gap: 1rem; margin-top: 1rem; }
        figure { margin: 0; padding: .8rem .9rem .5rem; background: var(--card); border: 1px solid var(--line); border-radius: 8px; }
        figcaption { font-weight: 600; font-size: .9rem; overflow-wrap: anywhere; }
        svg { width: 100%; height: auto; display: block; font: 11px system-ui, sans-serif; fill: var(--soft); }
        .grid { stroke: var(--line); } .curve { fill: none; stroke-width: 2; stroke-linejoin: round; }
        .legend { display: flex; flex-wrap: wrap; gap: .2rem 1rem; font-size: .8rem; color: var(--soft); }
        .legend i { display: inline-block; width: .7rem; height: .7rem; border-radius: 2px; margin-right: .35rem; }
        .scroll { overflow-x: auto; border: 1px solid var(--line); border-radius: 8px; }
        table { border-collapse: collapse; width: 100%; font-size: .87rem; } th, td { padding: .4rem .7rem; text-align: left; white-space: nowrap; }
        th { background: var(--card); font-weight: 600; position: sticky; top: 0; } tr + tr td { border-top: 1px solid var(--line); }
        .n { text-align: right; font-variant-numeric: tabular-nums; } .wide { white-space: normal; }
        """;

    /// <summary>The page.</summary>
    /// <param name="title">What it shows.</param>
    /// <param name="about">One sentence below the title.</param>
    /// <param name="parts">What stands on it, as HTML.</param>
    public static string Of(string title, string about, params IEnumerable<string> parts) =>
        $"""
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>{Text(title)}</title>
        <style>
        {Style}
        </style>
        </head>
        <body>
        <h1>{Text(title)}</h1>
        <p>{Text(about)}</p>
        {string.Join('\n', parts)}
        </body>
        </html>

        """;

    /// <summary>A heading.</summary>
    public static string Heading(string text) => $"<h2>{Text(text)}</h2>";

    /// <summary>Charts side by side.</summary>
    public static string Charts(IEnumerable<string> charts) => $"<div class=\"charts\">\n{string.Join('\n', charts)}\n</div>";

    /// <summary>A table; the cells of numeric columns stand to the right.</summary>
    /// <param name="columns">The header.</param>
    /// <param name="isNumeric">One truth for each column.</param>
    /// <param name="rows">The cells.</param>
    public static string Table(IReadOnlyList<string> columns, IReadOnlyList<bool> isNumeric, IEnumerable<IReadOnlyList<string>> rows)
    {
        ArgumentNullException.ThrowIfNull(columns);
        ArgumentNullException.ThrowIfNull(isNumeric);
        ArgumentNullException.ThrowIfNull(rows);
        var text = new StringBuilder("<div class=\"scroll\"><table><thead><tr>");
        for (var column = 0; column < columns.Count; column++)
        {
            text.Append(CultureInfo.InvariantCulture, $"<th{(isNumeric[column] ? " class=\"n\"" : "")}>{Text(columns[column])}</th>");
        }

        text.Append("</tr></thead><tbody>\n");
        foreach (var row in rows)
        {
            text.Append("<tr>");
            for (var column = 0; column < row.Count; column++)
            {
                text.Append(CultureInfo.InvariantCulture, $"<td{(isNumeric[column] ? " class=\"n\"" : row[column].Length > 60 ? " class=\"wide\"" : "")}>{Text(row[column])}</td>");
            }

            text.Append("</tr>\n");
        }

        return text.Append("</tbody></table></div>").ToString();
    }

    /// <summary>A text as HTML.</summary>
    public static string Text(string text) => WebUtility.HtmlEncode(text);
}
