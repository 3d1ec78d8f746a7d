namespace TelemetryEngine.Laws;

// Values of the types that functions take, of every size; small ones and equal ones often.
internal static class AnyValue
{
    private static readonly double[] Doubles =
    [
        0, -0.0, 1, -1, 0.1, 0.2, 0.3, 1e16, -1e16, 1e300, -1e300, double.Epsilon,
        double.NaN, double.PositiveInfinity, double.NegativeInfinity,
    ];

    private static readonly long[] Longs = [0, 1, -1, 2, int.MaxValue, (1L << 53) + 1, long.MaxValue, long.MinValue];

    private static readonly string[] Texts = ["", "a", "b", "B", "ab", "äöü", "0", "a longer text", "😀"];

    // throws ArgumentException: It is another type.
    public static T Of<T>(Random random) =>
        typeof(T) == typeof(double) ? (T)(object)Double(random)
        : typeof(T) == typeof(long) ? (T)(object)Long(random)
        : typeof(T) == typeof(bool) ? (T)(object)(random.Next(2) == 0)
        : typeof(T) == typeof(string) ? (T)(object)Text(random)
        : throw new ArgumentException($"functions take double, long, bool and string, not {typeof(T).Name}");

    public static (TFirst First, TSecond Second) Of<TFirst, TSecond>(Random random) => (Of<TFirst>(random), Of<TSecond>(random));

    private static double Double(Random random) => random.Next(4) switch
    {
        0 => Doubles[random.Next(Doubles.Length)],
        1 => random.Next(-5, 6),
        2 => random.Next(-1000, 1000) / 10.0,
        _ => (random.NextDouble() - 0.5) * Math.Pow(10, random.Next(-12, 13)),
    };

    private static long Long(Random random) => random.Next(4) switch
    {
        0 => Longs[random.Next(Longs.Length)],
        1 => random.Next(-5, 6),
        _ => random.Next(-100_000, 100_000),
    };

    private static string Text(Random random) =>
        random.Next(2) == 0 ? Texts[random.Next(Texts.Length)] : new string((char)('a' + random.Next(4)), random.Next(1, 9));
}
