namespace Sbir.Classify;

/// <summary>Gives technology areas to texts. Not for several threads at once: it keeps its working memory.</summary>
internal sealed class CetClassifier
{
    private static readonly string[] Fields = ["title", "topic", "abstract"];

    private readonly ClassifierSettings _settings;
    private readonly Taxonomy _taxonomy;
    private readonly PhraseAutomaton _automaton;
    private readonly Phrase[] _phrases;
    private readonly double[] _fieldWeights;

    // Working memory, by phrase and by area; what one text has set is cleared after it.
    private readonly List<int> _found = [];
    private readonly List<int> _seen = [];
    private readonly int[] _bestField;
    private readonly double[] _sums;
    private readonly int[] _negatives;
    private readonly List<int> _areas = [];

    internal CetClassifier(Taxonomy taxonomy, ClassifierSettings? settings = null)
    {
        _taxonomy = taxonomy;
        _settings = settings ?? new ClassifierSettings();
        _phrases = [.. Phrases()];
        _automaton = new PhraseAutomaton([.. _phrases.Select(phrase => phrase.Text)]);
        _fieldWeights = [_settings.TitleWeight, _settings.TopicWeight, _settings.AbstractWeight];
        _bestField = new int[_phrases.Length];
        Array.Fill(_bestField, -1);
        _sums = new double[taxonomy.CetAreas.Length];
        _negatives = new int[taxonomy.CetAreas.Length];
    }

    /// <summary>The primary area first; empty where nothing speaks loudly enough.</summary>
    internal IReadOnlyList<AreaScore> Classify(string? title, string? topicCode, string? @abstract)
    {
        Read(0, title);
        Read(1, topicCode);
        Read(2, @abstract);
        if (_seen.Count == 0)
        {
            return [];
        }

        var scores = Score();
        Clear();
        return scores;
    }

    private void Read(int field, string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return;
        }

        _found.Clear();
        _automaton.Scan(text, _found);
        foreach (var phrase in _found)
        {
            if (_bestField[phrase] < 0)
            {
                _seen.Add(phrase);
                _bestField[phrase] = field;
            }
            else if (_fieldWeights[field] > _fieldWeights[_bestField[phrase]])
            {
                _bestField[phrase] = field;
            }
        }
    }

    private AreaScore[] Score()
    {
        _seen.Sort(); // the order of addition must not hang on the order of the text
        foreach (var number in _seen)
        {
            var phrase = _phrases[number];
            if (_sums[phrase.Area] == 0 && _negatives[phrase.Area] == 0)
            {
                _areas.Add(phrase.Area);
            }

            if (phrase.IsNegative)
            {
                _negatives[phrase.Area]++;
            }
            else
            {
                _sums[phrase.Area] += Weight(number);
            }
        }

        return
        [
            .. _areas
                .Select(area => (Area: area, Raw: _sums[area] * Math.Pow(_settings.NegativeFactor, _negatives[area])))
                .Where(area => area.Raw >= _settings.LeastRaw)
                .Select(area => (area.Area, area.Raw, Score: Math.Min(_settings.LargestScore, _settings.BaseScore + (_settings.ScorePerRaw * area.Raw))))
                .Where(area => area.Score >= _settings.LeastScore)
                .OrderByDescending(area => area.Score)
                .ThenBy(area => _taxonomy.CetAreas[area.Area].CetId, StringComparer.Ordinal)
                .Take(1 + _settings.MostSupporting)
                .Select((area, index) => new AreaScore(
                    _taxonomy.CetAreas[area.Area].CetId, index + 1, area.Raw, area.Score, Band(area.Score), EvidenceOf(area.Area))),
        ];
    }

    private string Band(double score) => score >= _settings.HighScore ? "high" : "medium";

    private double Weight(int phrase) => _fieldWeights[_bestField[phrase]] * _phrases[phrase].Specificity;

    private Evidence[] EvidenceOf(int area) =>
    [
        .. _seen
            .Where(number => _phrases[number].Area == area && !_phrases[number].IsNegative)
            .Select(number => new Evidence(_phrases[number].Text, Fields[_bestField[number]], Weight(number)))
            .OrderByDescending(evidence => evidence.Weight)
            .ThenBy(evidence => evidence.Keyword, StringComparer.Ordinal)
            .Take(_settings.MostEvidence),
    ];

    private void Clear()
    {
        foreach (var phrase in _seen)
        {
            _bestField[phrase] = -1;
        }

        foreach (var area in _areas)
        {
            _sums[area] = 0;
            _negatives[area] = 0;
        }

        _seen.Clear();
        _areas.Clear();
    }

    private IEnumerable<Phrase> Phrases() => _taxonomy.CetAreas.SelectMany((area, index) =>
        Distinct(area.Keywords).Select(text => new Phrase(text, index, _settings.Specificity(text), IsNegative: false))
            .Concat(Distinct(area.NegativeKeywords).Select(text => new Phrase(text, index, 0, IsNegative: true))));

    private static IEnumerable<string> Distinct(IEnumerable<string> keywords) =>
        keywords.Select(keyword => string.Join(' ', keyword.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))).Distinct(StringComparer.OrdinalIgnoreCase);

    private readonly record struct Phrase(string Text, int Area, double Specificity, bool IsNegative);
}
