namespace Sbir.Generate;

/// <summary>Random numbers that are the same for a seed on every machine and runtime (SplitMix64).</summary>
internal struct Draw(ulong seed)
{
    private ulong _state = seed;

    /// <summary>A stream of its own for each thing, so that more of one thing does not change the others.</summary>
    internal static Draw For(ulong seed, ulong kind, ulong number) => new(Mix(seed ^ Mix((kind << 48) ^ number)));

    internal ulong Next() => Mix(_state += 0x9E3779B97F4A7C15UL);

    /// <summary>0 to <paramref name="count"/> - 1.</summary>
    internal int Below(int count) => (int)(((Next() >> 32) * (ulong)count) >> 32);

    internal int Between(int least, int most) => least + Below(most - least + 1);

    /// <summary>True in that part of all draws; 0 to 1.</summary>
    internal bool Happens(double ratio) => (Next() >> 11) * (1.0 / (1UL << 53)) < ratio;

    internal T Of<T>(T[] values) => values[Below(values.Length)];

    private static ulong Mix(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9UL;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EBUL;
        return value ^ (value >> 31);
    }
}
