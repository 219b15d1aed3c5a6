namespace Sbir.Generate;

/// <summary>A made-up company.</summary>
internal sealed record Company(
    int Number, string Name, string Designator, string Uei, string Duns, string Cage, string Street, int Place, string Zip, string Naics, bool IsInSam, bool HasUei, bool HasDuns)
{
    internal string FullName => Name + Designator;
}

/// <summary>A made-up line of work: an award, perhaps the next phases after it, perhaps contracts and a patent.</summary>
internal sealed record Project(
    int Number, int Company, int Agency, string Branch, string Topic, string Subject, string SecondSubject, string Title, string Program, string Investigator, string Contact,
    DateOnly Start, int Phases)
{
    private static readonly int[] MonthsByPhase = [9, 24, 24];

    /// <summary>When the award of a phase begins; phases follow each other with a pause.</summary>
    internal DateOnly StartOf(int phase) => Start.AddMonths((phase - 1) * 20 + (phase == 3 ? 20 : 0));

    internal DateOnly EndOf(int phase) => StartOf(phase).AddMonths(MonthsByPhase[phase - 1]);
}

/// <summary>Everything that the files tell about: each company and project is a function of the seed and its number.</summary>
internal sealed class World(ulong seed, int awards)
{
    private const int FirstYear = 2003;
    private const int Years = 22;
    private const string UeiLetters = "ABCDEFGHJKLMNPQRSTUVWXYZ123456789";

    private enum Kind : ulong
    {
        Company = 1,
        Project = 2,
    }

    internal ulong Seed => seed;

    internal int Awards => awards;

    internal int Companies => Math.Max(1, awards / 6);

    /// <summary>No more projects than this have awards in the file.</summary>
    internal int Projects => Math.Max(1, awards * 10 / 16);

    internal Draw DrawFor(ulong kind, int number) => Draw.For(seed, 16 + kind, (ulong)number);

    /// <summary>Numbers from <see cref="Companies"/> up are companies without awards.</summary>
    internal Company CompanyOf(int number)
    {
        var draw = Draw.For(seed, (ulong)Kind.Company, (ulong)number);
        var stem = draw.Of(Words.NameBeginnings) + draw.Of(Words.NameEndings);
        var second = draw.Happens(0.6) ? " " + draw.Of(Words.NameBeginnings) + draw.Of(Words.NameEndings) : "";
        var place = draw.Below(Words.Places.Length);
        return new Company(
            number,
            $"{stem}{second} {draw.Of(Words.NameKinds)}",
            draw.Of(Words.Designators),
            Letters(ref draw, 12),
            draw.Below(1_000_000_000).ToString("000000000"),
            Letters(ref draw, 5),
            $"{draw.Between(1, 9800)} {draw.Of(Words.Streets)}",
            place,
            Words.Places[place].ZipPrefix + draw.Below(100).ToString("00"),
            draw.Of(Words.Naics),
            IsInSam: draw.Happens(0.96),
            HasUei: draw.Happens(0.80),
            HasDuns: draw.Happens(0.75));
    }

    internal Project ProjectOf(int number)
    {
        var draw = Draw.For(seed, (ulong)Kind.Project, (ulong)number);
        // The product of two draws: a few companies have many awards, most have a few.
        var company = (int)((long)draw.Below(Companies) * (draw.Below(Companies) + 1) / Companies);
        var agency = draw.Below(Words.Agencies.Length);
        var subject = draw.Of(Words.Subjects);
        var start = new DateOnly(FirstYear, 1, 1).AddDays(draw.Below(Years * 365));
        var last = draw.Of(Words.LastNames);
        return new Project(
            number,
            company,
            agency,
            draw.Of(Words.Agencies[agency].Branches),
            $"{Words.Agencies[agency].Short[0]}{start.Year % 100:00}{draw.Between(1, 4)}-{draw.Below(400):000}",
            subject,
            draw.Of(Words.Subjects),
            Title(ref draw, subject),
            draw.Happens(0.85) ? "SBIR" : "STTR",
            $"{draw.Of(Words.FirstNames)} {last}",
            $"{draw.Of(Words.FirstNames)} {draw.Of(Words.LastNames)}",
            start,
            draw.Happens(0.42) ? draw.Happens(0.15) ? 3 : 2 : 1);
    }

    private static string Title(ref Draw draw, string subject) => draw.Below(4) switch
    {
        0 => $"{Capital(draw.Of(Words.Adjectives))} {Capitals(subject)} for {Capital(draw.Of(Words.Plain))}",
        1 => $"{Capitals(subject)} {Capital(draw.Of(Words.Plain))}",
        2 => $"A {Capital(draw.Of(Words.Adjectives))} Approach to {Capitals(subject)}",
        _ => $"{Capital(draw.Of(Words.Adjectives))}, {Capital(draw.Of(Words.Adjectives))} {Capitals(subject)}",
    };

    private static string Capitals(string words) => string.Join(' ', words.Split(' ').Select(Capital));

    private static string Capital(string word) => char.ToUpperInvariant(word[0]) + word[1..];

    private static string Letters(ref Draw draw, int count)
    {
        Span<char> letters = stackalloc char[count];
        for (var place = 0; place < count; place++)
        {
            letters[place] = UeiLetters[draw.Below(UeiLetters.Length)];
        }

        return letters.ToString();
    }
}
