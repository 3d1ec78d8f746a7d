using System.Numerics;

namespace TelemetryEngine.Kernels.Arithmetic;

// The constants of Elementary, computed once with integers of some 256 bits, so that none was copied.
internal static class ElementaryTables
{
    // Steps of an octave in Roots.
    public const int Steps = 64;

    // Parts of 1, and the first and last of those that Reciprocals has: 0.705 and 1.41 are in them.
    public const int Parts = 128;
    public const int FirstPart = 90;
    private const int LastPart = 180;

    private const int Bits = 256;
    private const int ReciprocalBits = 9;
    private static readonly BigInteger One = BigInteger.One << Bits;
    private static readonly BigInteger LnTwo = LnOf(2, 1);

    // ln 2.
    public static readonly DoubleDouble Ln2 = DoubleDouble.Of(LnTwo, Bits);

    // ln 2 ÷ Steps.
    public static readonly DoubleDouble Ln2Step = DoubleDouble.Of(LnTwo / Steps, Bits);

    // 1 ÷ ln 10.
    public static readonly DoubleDouble Log10E = DoubleDouble.Of(One * One / LnOf(10, 1), Bits);

    // 1 ÷ n!, from n = 0 on.
    public static readonly DoubleDouble[] InverseFactorials = Inverses(12, static n => Factorial(n));

    // ±1 ÷ n, + where n is odd, from n = 1 on.
    public static readonly DoubleDouble[] Alternating = Inverses(16, static n => n == 0 ? 1 : n % 2 == 0 ? -n : n);

    // 2^(i ÷ Steps).
    public static readonly DoubleDouble[] Roots = MakeRoots();

    // Numbers of few bits near the reciprocal of each part's middle: 1 beside 1.
    public static readonly double[] Reciprocals = [.. Enumerable.Range(FirstPart, LastPart - FirstPart + 1).Select(Reciprocal)];

    // −ln of these.
    public static readonly DoubleDouble[] Logarithms =
        [.. Reciprocals.Select(static r => DoubleDouble.Of(-LnOf((long)(r * (1 << ReciprocalBits)), 1 << ReciprocalBits), Bits))];

    private static double Reciprocal(int part)
    {
        double reciprocal = Parts / (part + 0.5);
        return part is Parts or Parts - 1 ? 1 : Math.Floor((reciprocal * (1 << ReciprocalBits)) + 0.5) / (1 << ReciprocalBits);
    }

    // ln (a ÷ b) = 2 artanh ((a − b) ÷ (a + b)).
    private static BigInteger LnOf(long a, long b)
    {
        BigInteger ratio = (a - b) * One / (a + b);
        BigInteger square = (ratio * ratio) >> Bits;
        BigInteger sum = BigInteger.Zero;
        BigInteger power = ratio;
        for (int n = 1; !power.IsZero && power != BigInteger.MinusOne; n += 2)
        {
            sum += power / n;
            power = (power * square) >> Bits;
        }

        return 2 * sum;
    }

    private static long Factorial(int n) => n < 2 ? 1 : n * Factorial(n - 1);

    private static DoubleDouble[] Inverses(int count, Func<int, long> divisor) =>
        [.. Enumerable.Range(0, count).Select(n => DoubleDouble.Of(One / divisor(n), Bits))];

    private static DoubleDouble[] MakeRoots()
    {
        BigInteger step = 2 * One;
        for (int n = Steps; n > 1; n /= 2)
        {
            step = RootOf(step << Bits);
        }

        BigInteger root = One;
        DoubleDouble[] roots = new DoubleDouble[Steps];
        for (int i = 0; i < roots.Length; i++)
        {
            roots[i] = DoubleDouble.Of(root, Bits);
            root = (root * step) >> Bits;
        }

        return roots;
    }

    // ⌊√value⌋, by Newton's steps from above.
    private static BigInteger RootOf(BigInteger value)
    {
        BigInteger root = BigInteger.One << (((int)value.GetBitLength() + 1) / 2);
        while (true)
        {
            BigInteger next = (root + (value / root)) >> 1;
            if (next >= root)
            {
                return root;
            }

            root = next;
        }
    }
}
