using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace Sluice.Sql.Reports;

/// <summary>One line of a chart.</summary>
/// <param name="Name">What it is called in the legend.</param>
/// <param name="Values">One value a category; null leaves a gap.</param>
public sealed record ChartSeries(string Name, ImmutableArray<double?> Values);

/// <summary>A small chart of lines over categories, such as years, as a figure with an SVG of its own.</summary>
public static class LineChart
{
    private const double Width = 340;
    private const double Height = 170;
    private const double Left = 58;
    private const double Right = 12;
    private const double Top = 10;
    private const double Bottom = 24;
    private const int Steps = 4;
    private const int MostLabels = 8;
    private const int Colours = 6;

    /// <summary>The figure.</summary>
    /// <param name="title">What it shows.</param>
    /// <param name="categories">The words below it, left to right.</param>
    /// <param name="series">The lines.</param>
    public static string Of(string title, IReadOnlyList<string> categories, IReadOnlyList<ChartSeries> series)
    {
        ArgumentNullException.ThrowIfNull(categories);
        ArgumentNullException.ThrowIfNull(series);
        var values = series.SelectMany(line => line.Values).OfType<double>().Where(double.IsFinite).ToList();
        var (low, high, step) = Range(values);
        double X(int index) => categories.Count < 2 ? (Left + Width - Right) / 2 : Left + ((Width - Left - Right) * index / (categories.Count - 1));
        double Y(double value) => Height - Bottom - ((Height - Top - Bottom) * (value - low) / (high - low));

        var text = new StringBuilder().Append(CultureInfo.InvariantCulture, $"<figure><figcaption>{HtmlPage.Text(title)}</figcaption>");
        text.Append(CultureInfo.InvariantCulture, $"<svg viewBox=\"0 0 {Width} {Height}\" role=\"img\" aria-label=\"{HtmlPage.Text(title)}\">");
        for (var mark = low; mark <= high + (step / 2); mark += step)
        {
            text.Append(CultureInfo.InvariantCulture, $"<line class=\"grid\" x1=\"{Left}\" x2=\"{Width - Right}\" y1=\"{Y(mark):0.#}\" y2=\"{Y(mark):0.#}\"/>");
            text.Append(CultureInfo.InvariantCulture, $"<text x=\"{Left - 6}\" y=\"{Y(mark) + 4:0.#}\" text-anchor=\"end\">{Short(mark, step)}</text>");
        }

        var every = Math.Max(1, (int)Math.Ceiling(categories.Count / (double)MostLabels));
        for (var index = 0; index < categories.Count; index += every)
        {
            text.Append(CultureInfo.InvariantCulture, $"<text x=\"{X(index):0.#}\" y=\"{Height - 8}\" text-anchor=\"middle\">{HtmlPage.Text(categories[index])}</text>");
        }

        for (var line = 0; line < series.Count; line++)
        {
            AppendLine(text, series[line], line % Colours, categories, X, Y);
        }

        text.Append("</svg>");
        if (series.Count > 1)
        {
            text.Append("<div class=\"legend\">");
            for (var line = 0; line < series.Count; line++)
            {
                text.Append(CultureInfo.InvariantCulture, $"<span><i style=\"background:var(--s{line % Colours})\"></i>{HtmlPage.Text(series[line].Name)}</span>");
            }

            text.Append("</div>");
        }

        return text.Append("</figure>").ToString();
    }

    private static void AppendLine(StringBuilder text, ChartSeries line, int colour, IReadOnlyList<string> categories, Func<int, double> x, Func<double, double> y)
    {
        var path = new StringBuilder();
        var isOpen = false;
        for (var index = 0; index < Math.Min(line.Values.Length, categories.Count); index++)
        {
            if (line.Values[index] is { } value && double.IsFinite(value))
            {
                path.Append(CultureInfo.InvariantCulture, $"{(isOpen ? 'L' : 'M')}{x(index):0.#} {y(value):0.#}");
                isOpen = true;
            }
            else
            {
                isOpen = false;
            }
        }

        text.Append(CultureInfo.InvariantCulture, $"<path class=\"curve\" style=\"stroke:var(--s{colour})\" d=\"{path}\"/>");
        for (var index = 0; index < Math.Min(line.Values.Length, categories.Count); index++)
        {
            if (line.Values[index] is { } value && double.IsFinite(value))
            {
                var label = $"{(line.Name.Length == 0 ? "" : line.Name + ", ")}{categories[index]}: {value.ToString("#,##0.######", CultureInfo.InvariantCulture)}";
                text.Append(CultureInfo.InvariantCulture, $"<circle style=\"fill:var(--s{colour})\" cx=\"{x(index):0.#}\" cy=\"{y(value):0.#}\" r=\"3\"><title>{HtmlPage.Text(label)}</title></circle>");
            }
        }
    }

    // Round marks around the values; zero is one of them where the values are not far from it.
    private static (double Low, double High, double Step) Range(List<double> values)
    {
        var (least, most) = values.Count == 0 ? (0, 1) : (values.Min(), values.Max());
        if (least > 0 && least < most / 2)
        {
            least = 0;
        }

        var span = most - least;
        span = span > 0 ? span : Math.Abs(most) > 0 ? Math.Abs(most) / 2 : 1;
        var rough = span / Steps;
        var power = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        var step = power * (rough / power) switch { <= 1 => 1, <= 2 => 2, <= 5 => 5, _ => 10 };
        var low = Math.Floor(least / step) * step;
        var high = Math.Ceiling(most / step) * step;
        return (low, high > low ? high : low + step, step);
    }

    private static string Short(double value, double step)
    {
        var (unit, mark) = Math.Max(Math.Abs(value), step) switch { >= 1e9 => (1e9, "B"), >= 1e6 => (1e6, "M"), >= 1e4 => (1e3, "k"), _ => (1, "") };
        var decimals = Math.Clamp((int)Math.Ceiling(-Math.Log10(step / unit) - 1e-9), 0, 6);
        return (value / unit).ToString($"F{decimals}", CultureInfo.InvariantCulture) + (value == 0 ? "" : mark);
    }
}
