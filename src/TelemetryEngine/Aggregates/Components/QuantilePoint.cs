namespace TelemetryEngine.Aggregates.Components;

/// <summary>The p of a quantile, as the decimal that it is written as, up to 15 places: 0.29 of 101 values is the value at 29, not at 28.999….</summary>
internal readonly record struct QuantilePoint
{
    /// <summary>How many parts the way from a rank to the next one has.</summary>
    public const long Whole = 1_000_000_000_000_000;

    private readonly long _parts;

    /// <param name="p">From 0 to 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is not, or is NaN.</exception>
    public QuantilePoint(double p)
    {
        if (!IsOne(p))
        {
            throw new ArgumentOutOfRangeException(nameof(p), p, "not from 0 to 1");
        }

        _parts = (long)Math.Round(p * Whole);
    }

    public static bool IsOne(double p) => p is >= 0 and <= 1;

    /// <summary>The place in the order, from 0, of the lower quantile: p × (count − 1) without its fraction.</summary>
    /// <param name="count">The number of values, at least 1.</param>
    public long Rank(long count) => Place(count).Rank;

    /// <summary>The place p × (count − 1) in the order, from 0: a rank, and how far it is from there to the next one, in <see cref="Whole"/> parts. Both are exact.</summary>
    /// <param name="count">The number of values, at least 1.</param>
    public (long Rank, long Parts) Place(long count)
    {
        (Int128 rank, Int128 rest) = Int128.DivRem((Int128)_parts * (count - 1), Whole);
        return ((long)rank, (long)rest);
    }
}
