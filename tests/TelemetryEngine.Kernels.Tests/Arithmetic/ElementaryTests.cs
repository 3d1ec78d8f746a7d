using System.Globalization;
using System.Numerics;
using TelemetryEngine.Kernels.Arithmetic;

namespace TelemetryEngine.Kernels.Tests.Arithmetic;

/// <summary>Against series summed with integers of 400 bits: no result is farther from the exact one than half a unit of the last place and a billionth of it.</summary>
public sealed class ElementaryTests
{
    private const int Bits = 400;
    private const int MostDistance = 500_000_001;
    private static readonly BigInteger One = BigInteger.One << Bits;
    private static readonly BigInteger Ln2 = Logarithm(2 * One);
    private static readonly BigInteger Ln10 = Logarithm(10 * One);

    [Fact]
    public void Logarithms_are_within_half_a_place()
    {
        foreach (double x in Positive(seed: 1, count: 4000))
        {
            BigInteger ln = LnOf(x);
            Assert.True(IsNear(Elementary.Ln(x), ln), x.ToString("R", CultureInfo.InvariantCulture));
            Assert.True(IsNear(Elementary.Log10(x), ln * One / Ln10), x.ToString("R", CultureInfo.InvariantCulture));
        }
    }

    [Fact]
    public void Powers_of_e_are_within_half_a_place()
    {
        Random random = new(2);
        for (int i = 0; i < 4000; i++)
        {
            double x = (i % 4) switch { 0 => (random.NextDouble() * 1455) - 745.5, 1 => (random.NextDouble() - 0.5) * 4, 2 => -708 - (random.NextDouble() * 38), _ => Math.ScaleB(random.NextDouble() - 0.5, -random.Next(70)) };
            Assert.True(IsNear(Elementary.Exp(x), Exponential(Fixed(x))), x.ToString("R", CultureInfo.InvariantCulture));
        }
    }

    [Fact]
    public void Powers_are_within_half_a_place()
    {
        Random random = new(3);
        int asked = 0;
        foreach (double x in Positive(seed: 4, count: 6000))
        {
            double y = random.Next(3) == 0 ? random.Next(-40, 40) : Math.ScaleB(random.NextDouble() - 0.5, random.Next(-20, 12));
            BigInteger exponent = LnOf(x) * Fixed(y) >> Bits;
            if (BigInteger.Abs(exponent) < 740 * One && y != 0)
            {
                asked++;
                Assert.True(IsNear(Elementary.Pow(x, y), Exponential(exponent)), string.Create(CultureInfo.InvariantCulture, $"{x:R} {y:R}"));
            }
        }

        Assert.InRange(asked, 2000, 6000);
    }

    [Fact]
    public void What_a_double_holds_is_exact()
    {
        for (int n = -300; n <= 300; n++)
        {
            Assert.Equal(n, Elementary.Log10(double.Parse($"1e{n}", CultureInfo.InvariantCulture)));
        }

        for (int n = -1074; n < 1024; n++)
        {
            Assert.Equal(Math.ScaleB(1, n), Elementary.Pow(2, n));
        }

        for (int x = 1; x < 200; x++)
        {
            Assert.Equal((double)x * x * x, Elementary.Pow(x, 3));
            Assert.Equal(x, Elementary.Pow((double)x * x, 0.5));
        }

        Assert.Equal(0, Elementary.Ln(1));
        Assert.Equal(1, Elementary.Exp(0));
        Assert.Equal(Math.E, Elementary.Exp(1));
    }

    /// <summary>The special cases of IEEE 754-2019, 9.2.1.</summary>
    [Theory]
    [InlineData(-8, 3, -512)]
    [InlineData(-8, 2, 64)]
    [InlineData(-8, 0.5, double.NaN)]
    [InlineData(0, -1, double.PositiveInfinity)]
    [InlineData(-0.0, -3, double.NegativeInfinity)]
    [InlineData(-0.0, 3, -0.0)]
    [InlineData(0, 0, 1)]
    [InlineData(double.NaN, 0, 1)]
    [InlineData(1, double.NaN, 1)]
    [InlineData(2, double.NaN, double.NaN)]
    [InlineData(-1, double.PositiveInfinity, 1)]
    [InlineData(0.5, double.PositiveInfinity, 0)]
    [InlineData(0.5, double.NegativeInfinity, double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity, 3, double.NegativeInfinity)]
    [InlineData(double.NegativeInfinity, -3, -0.0)]
    [InlineData(double.PositiveInfinity, 0.1, double.PositiveInfinity)]
    [InlineData(10, 400, double.PositiveInfinity)]
    [InlineData(10, -400, 0)]
    [InlineData(1.0000000000000002, 1e308, double.PositiveInfinity)]
    [InlineData(0.9999999999999999, 1e308, 0)]
    public void Powers_of_special_numbers(double x, double y, double expected) =>
        Assert.Equal(BitConverter.DoubleToInt64Bits(expected), BitConverter.DoubleToInt64Bits(Elementary.Pow(x, y)));

    [Theory]
    [InlineData(0, double.NegativeInfinity)]
    [InlineData(-0.0, double.NegativeInfinity)]
    [InlineData(-1, double.NaN)]
    [InlineData(double.NaN, double.NaN)]
    [InlineData(double.PositiveInfinity, double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity, double.NaN)]
    public void Logarithms_of_special_numbers(double x, double expected)
    {
        Assert.Equal(expected, Elementary.Ln(x));
        Assert.Equal(expected, Elementary.Log10(x));
    }

    [Theory]
    [InlineData(double.PositiveInfinity, double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity, 0)]
    [InlineData(double.NaN, double.NaN)]
    [InlineData(709.782712893384, 1.7976931348622732E+308)]
    [InlineData(709.782712893385, double.PositiveInfinity)]
    [InlineData(-745.1332191019411, double.Epsilon)]
    [InlineData(-745.1332191019412, 0)]
    [InlineData(1e-300, 1)]
    public void Exponentials_of_special_numbers(double x, double expected) => Assert.Equal(expected, Elementary.Exp(x));

    /// <summary>Sums over a fixed series: a change of a single bit anywhere would show, on this machine or another.</summary>
    [Fact]
    public void All_machines_give_the_same_bytes()
    {
        ulong hash = 14695981039346656037;
        foreach (double x in Positive(seed: 9, count: 2000))
        {
            foreach (double result in new[] { Elementary.Ln(x), Elementary.Log10(x), Elementary.Exp(Elementary.Ln(x) / 3), Elementary.Pow(x, 0.3) })
            {
                hash = (hash ^ BitConverter.DoubleToUInt64Bits(result)) * 1099511628211;
            }
        }

        Assert.Equal(3107085828662828294UL, hash);
    }

    private static IEnumerable<double> Positive(int seed, int count)
    {
        Random random = new(seed);
        for (int i = 0; i < count; i++)
        {
            yield return (i % 5) switch
            {
                0 => BitConverter.Int64BitsToDouble(random.NextInt64(1, 0x7FF0_0000_0000_0000)),
                1 => 1 + Math.ScaleB(random.NextDouble() - 0.5, -random.Next(50)),
                2 => random.Next(1, 1000),
                3 => random.NextDouble() + 0.5,
                _ => Math.ScaleB(1 + random.NextDouble(), random.Next(-40, 40)),
            };
        }
    }

    // The value × 2^400; what is smaller is cut off.
    private static BigInteger Fixed(double value)
    {
        long bits = BitConverter.DoubleToInt64Bits(value);
        int exponent = (int)((bits >> 52) & 0x7FF);
        BigInteger significand = (bits & 0xF_FFFF_FFFF_FFFF) | (exponent == 0 ? 0 : 1L << 52);
        int shift = Math.Max(exponent, 1) - 1075 + Bits;
        BigInteger scaled = shift >= 0 ? significand << shift : significand >> -shift;
        return bits < 0 ? -scaled : scaled;
    }

    private static BigInteger LnOf(double x)
    {
        int power = Math.ILogB(x);
        return Logarithm(Fixed(Math.ScaleB(x, -power))) + (power * Ln2);
    }

    // 2 artanh ((x − 1) ÷ (x + 1)).
    private static BigInteger Logarithm(BigInteger x)
    {
        BigInteger ratio = (x - One) * One / (x + One);
        BigInteger sum = BigInteger.Zero;
        BigInteger power = ratio;
        for (int n = 1; BigInteger.Abs(power) > 1; n += 2)
        {
            sum += power / n;
            power = power * ratio / One * ratio / One;
        }

        return 2 * sum;
    }

    // The sum of x^n ÷ n!, of a small part of x, squared again.
    private static (BigInteger Value, int Power) Exponential(BigInteger x)
    {
        BigInteger power = BigInteger.Divide(x, Ln2) - (x.Sign < 0 ? 1 : 0);
        BigInteger rest = x - (power * Ln2);
        BigInteger sum = One;
        BigInteger term = One;
        for (int n = 1; !term.IsZero; n++)
        {
            term = term * rest / One / n;
            sum += term;
        }

        return (sum, (int)power);
    }

    private static bool IsNear(double result, (BigInteger Value, int Power) exact)
    {
        // the exact value in units of 2^−1074 and 400 bits below
        int shift = exact.Power + 1074;
        BigInteger wanted = shift >= 0 ? exact.Value << shift : exact.Value >> -shift;
        return IsNear(result, wanted, Bits);
    }

    private static bool IsNear(double result, BigInteger exact) => IsNear(result, exact << 1074, Bits);

    // wanted: The exact value × 2^(1074 + bits).
    private static bool IsNear(double result, BigInteger wanted, int bits)
    {
        if (!double.IsFinite(result))
        {
            return double.IsInfinity(result) && BigInteger.Abs(wanted) >> bits >= BigInteger.Pow(2, 1074 + 1024) - BigInteger.Pow(2, 1074 + 970);
        }

        long raw = BitConverter.DoubleToInt64Bits(result);
        int exponent = (int)((raw >> 52) & 0x7FF);
        BigInteger significand = (raw & 0xF_FFFF_FFFF_FFFF) | (exponent == 0 ? 0 : 1L << 52);
        int place = Math.Max(exponent, 1) - 1;
        BigInteger value = significand << (place + bits);
        BigInteger distance = BigInteger.Abs(wanted - (raw < 0 ? -value : value));
        return distance * 1_000_000_000 <= (BigInteger.One << (place + bits)) * MostDistance;
    }
}
