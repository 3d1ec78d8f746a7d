using System.Numerics;
using FsCheck;
using FsCheck.Fluent;
using TelemetryEngine.Kernels.Exact;
using TelemetryEngine.Kernels.Tests.Oracles;

namespace TelemetryEngine.Kernels.Tests.Exact;

public sealed class WideBinarySumTests
{
    [Theory]
    [InlineData(new[] { 1e16, 1, -1e16 }, 1.0)]
    [InlineData(new[] { 1, 1e100, 1, -1e100 }, 2.0)]
    [InlineData(new[] { 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1 }, 1.0)]
    [InlineData(new[] { 1e308, 1e308, -1e308 }, 1e308)]
    [InlineData(new[] { double.MaxValue, double.MaxValue }, double.PositiveInfinity)]
    [InlineData(new[] { double.MinValue, double.MinValue, double.MinValue }, double.NegativeInfinity)]
    [InlineData(new[] { double.PositiveInfinity, double.MinValue }, double.PositiveInfinity)]
    [InlineData(new[] { double.PositiveInfinity, double.NegativeInfinity }, double.NaN)]
    [InlineData(new[] { double.NaN, double.NegativeInfinity }, double.NaN)]
    [InlineData(new[] { double.Epsilon, double.Epsilon, double.Epsilon }, 1.5E-323)]
    [InlineData(new[] { 1.0, -1.0 }, 0.0)]
    [InlineData(new[] { -0.0, -0.0 }, 0.0)]
    [InlineData(new double[0], 0.0)]
    public void SumsAreExactAndRoundedOnce(double[] values, double sum) =>
        Assert.Equal(BitConverter.DoubleToInt64Bits(sum), BitConverter.DoubleToInt64Bits(Sum(values).Round(1)));

    [Fact]
    public void AnySumAndAverageIsTheOraclesWhateverTheOrderAndTheParts() => Prop.ForAll(
        Generators.Doubles.ArrayOf().ToArbitrary(), Gen.Choose(0, int.MaxValue).ToArbitrary(), Generators.Int64s.Where(count => count > 0).ToArbitrary(), (values, seed, count) =>
        {
            WideBinarySum whole = Sum(values);
            BigInteger exact = NearestDouble.SumTimes2Pow1074(values);
            NearestDouble.Assert(exact, BigInteger.One << 1074, whole.Round(1));
            NearestDouble.Assert(exact, (BigInteger.One << 1074) * count, whole.Round(count));

            double[] shuffled = [.. values];
            new Random(seed).Shuffle(shuffled);
            int cut = values.Length == 0 ? 0 : seed % values.Length;
            WideBinarySum left = Sum(shuffled[..cut]), right = Sum(shuffled[cut..]);
            string rightBefore = right.ToText();
            left.Merge(right);
            Assert.Equal(rightBefore, right.ToText());
            Assert.Equal(whole.ToText(), left.ToText());
            Assert.Equal(whole.ToText(), WideBinarySum.Parse(whole.ToText()).ToText());
            Assert.Equal(whole.Round(count), WideBinarySum.Parse(whole.ToText()).Round(count));
        }).Check(2000);

    [Fact]
    public void FixedPointIsExactOrRefused() => Prop.ForAll(
        Generators.Doubles.ArrayOf().ToArbitrary(), Generators.Int64s.Where(count => count > 0).ToArbitrary(), (values, count) =>
        {
            Int128 sum = 0;
            List<double> taken = [];
            WideBinarySum rest = new();
            foreach (double value in values)
            {
                Int128 before = sum;
                (BigInteger significand, int exponent) = NearestDouble.Exact(value);
                bool fits = Math.Abs(value) < Math.Pow(2, 40) && (significand << (exponent + 1074)) % (BigInteger.One << (1074 - 75)) == 0;
                Assert.Equal(fits, BinaryFixedPoint.TryAdd(ref sum, value));
                if (fits)
                {
                    taken.Add(value);
                }
                else
                {
                    Assert.Equal(before, sum);
                    rest.Add(value);
                }
            }

            NearestDouble.Assert(NearestDouble.SumTimes2Pow1074(taken), (BigInteger.One << 1074) * count, BinaryFixedPoint.Round(sum, count));
            rest.Add(sum);
            Assert.Equal(Sum(values).ToText(), rest.ToText());
        }).Check(3000);

    [Fact]
    public void FixedPointTakesWhatIsNotFiniteToTheWideOne()
    {
        Int128 sum = 5;
        foreach (double value in new[] { double.NaN, double.PositiveInfinity, double.NegativeInfinity, 1099511627776.0, -1099511627776.0, double.Epsilon, 1e300 })
        {
            Assert.False(BinaryFixedPoint.TryAdd(ref sum, value));
        }

        Assert.Equal(5, sum);
    }

    [Fact]
    public void FixedPointRefusesToOverflow()
    {
        foreach (double greatest in new[] { 1099511627775.9998, -1099511627775.9998 })
        {
            Int128 sum = 0;
            int taken = 0;
            while (taken <= 5000 && BinaryFixedPoint.TryAdd(ref sum, greatest))
            {
                taken++;
            }

            Assert.InRange(taken, 4096, 4097);
            Assert.Equal(greatest, BinaryFixedPoint.Round(sum, taken));
        }
    }

    [Fact]
    public void EverySumOfFixedPointsIsExact() => Prop.ForAll(
        Generators.Int64s.SelectMany(_ => Generators.Bits64, (high, low) => new Int128((ulong)high, (ulong)low)).ArrayOf().ToArbitrary(), sums =>
        {
            WideBinarySum wide = new();
            BigInteger exact = BigInteger.Zero;
            foreach (Int128 sum in sums)
            {
                wide.Add(sum);
                exact += (BigInteger)sum;
            }

            (BigInteger significand, int exponent) = wide.ToExact();
            Assert.Equal(exact << 1100, significand << (exponent + 75 + 1100));
        }).Check(2000);

    [Fact]
    public void MillionsOfTheGreatestKeepEveryBit()
    {
        // Doubling by merges: 2^40 values without adding each.
        WideBinarySum sum = Sum([double.MaxValue, -double.Epsilon]);
        for (int i = 0; i < 40; i++)
        {
            sum.Merge(sum);
        }

        Assert.Equal(double.PositiveInfinity, sum.Round(1));
        BigInteger exact = (NearestDouble.SumTimes2Pow1074([double.MaxValue]) - 1) << 40;
        (BigInteger significand, int exponent) = sum.ToExact();
        Assert.Equal(exact, significand << (exponent + 1074));
        Assert.Equal(double.MaxValue, sum.Round(1L << 40));
        for (int i = 0; i < 41; i++)
        {
            WideBinarySum other = WideBinarySum.Parse(sum.ToText());
            other.Merge(sum);
            sum = other;
        }

        Assert.Equal(exact << 41, sum.ToExact().Significand << (sum.ToExact().Exponent + 1074));
    }

    [Theory]
    [InlineData("")]
    [InlineData("1")]
    [InlineData("b1")]
    [InlineData("1b")]
    [InlineData("1b-1100")]
    [InlineData("1b9999")]
    [InlineData("1b1139")]
    [InlineData("1b0q")]
    [InlineData("1b0mp")]
    [InlineData("0x1b0")]
    public void OtherTextIsNoState(string text) => Assert.Throws<FormatException>(() => WideBinarySum.Parse(text));

    [Fact]
    public void MisuseIsRefused()
    {
        Assert.ThrowsAny<ArgumentException>(() => new WideBinarySum().AddNotFinite(1));
        Assert.ThrowsAny<ArgumentException>(() => new WideBinarySum().Round(0));
        Assert.ThrowsAny<ArgumentException>(() => BinaryFixedPoint.Round(1, 0));
        Assert.ThrowsAny<ArgumentException>(() => DecimalSum.Round(1, 0, 0));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void SumsOfProductsAreExactAndRoundedOnceWhateverTheParts(int degree) => Prop.ForAll(
        Generators.Doubles.ArrayOf(degree).ArrayOf().ToArbitrary(), Generators.Int64s.Where(count => count > 0).ToArbitrary(), (products, count) =>
        {
            WideBinarySum whole = new(degree);
            WideBinarySum[] parts = [new(degree), new(degree)];
            BigInteger exact = 0;
            for (int i = 0; i < products.Length; i++)
            {
                // products of fewer factors, of none too, are the same as with ones in their places
                double[] factors = products[i][..^(i % 3 == 2 ? i % (degree + 1) : 0)];
                whole.AddProduct(factors);
                parts[i & 1].AddProduct([.. factors.Reverse()]);
                BigInteger product = BigInteger.One << (1074 * (degree - factors.Length));
                exact += factors.Aggregate(product, (before, factor) => before * NearestDouble.SumTimes2Pow1074([factor]));
            }

            BigInteger one = BigInteger.One << (1074 * degree);
            NearestDouble.Assert(exact, one, whole.Round(1));
            NearestDouble.Assert(exact, one * count, whole.Round(count));
            NearestDouble.Assert(exact * 7, one * count, whole.Round((UInt128)count, 7));
            (BigInteger significand, int exponent) = whole.ToExact();
            Assert.Equal(exact, significand << (exponent + (1074 * degree)));
            ExactNumber number = whole.ToNumber();
            Assert.Equal(new ExactNumber(significand, exponent, 2), number);
            parts[0].Merge(parts[1]);
            Assert.Equal(whole.ToText(), parts[0].ToText());
            Assert.Equal(whole.ToText(), WideBinarySum.Parse(whole.ToText(), degree).ToText());
        }).Check(500);

    [Theory]
    [InlineData(new[] { 1e-200, 1e-200, double.PositiveInfinity }, double.PositiveInfinity)]
    [InlineData(new[] { -1e-200, 1e-200, 1e-200, double.PositiveInfinity }, double.NegativeInfinity)]
    [InlineData(new[] { double.Epsilon, double.NegativeInfinity, -double.Epsilon, double.Epsilon }, double.PositiveInfinity)]
    [InlineData(new[] { double.MaxValue, double.MaxValue, double.NegativeInfinity }, double.NegativeInfinity)]
    [InlineData(new[] { 0.0, 1, double.PositiveInfinity }, double.NaN)]
    [InlineData(new[] { double.NegativeInfinity, -0.0 }, double.NaN)]
    [InlineData(new[] { double.NaN, 1, 1, 1 }, double.NaN)]
    [InlineData(new[] { double.MaxValue, double.MaxValue, 1e-308, 1e-308 }, 3.2317006071311005)]
    public void ProductsOverflowAndUnderflowOnlyAtTheEnd(double[] factors, double result)
    {
        WideBinarySum forth = new(4);
        WideBinarySum back = new(4);
        forth.AddProduct(factors);
        back.AddProduct([.. factors.Reverse()]);
        Assert.Equal(forth.ToText(), back.ToText());
        Assert.Equal(!double.IsFinite(result), forth.HasNotFinite);
        Assert.Equal(result, forth.Round(1), 1e-9);
    }

    [Fact]
    public void DegreesDoNotMix()
    {
        WideBinarySum squares = new(2);
        Assert.ThrowsAny<ArgumentException>(() => new WideBinarySum(0));
        Assert.ThrowsAny<ArgumentException>(() => new WideBinarySum(5));
        Assert.ThrowsAny<ArgumentException>(() => squares.AddProduct([1, 2, 3]));
        Assert.ThrowsAny<ArgumentException>(() => squares.Merge(new WideBinarySum(3)));
        Assert.Throws<InvalidOperationException>(() => squares.Add(1, 2));
        Assert.Throws<InvalidOperationException>(() => squares.Add(Int128.One));
        Assert.Throws<InvalidOperationException>(() => squares.Add(default(ProductSum)));
        Assert.Equal(0, squares.Round(1));
    }

    private static WideBinarySum Sum(IEnumerable<double> values)
    {
        WideBinarySum sum = new();
        foreach (double value in values)
        {
            sum.Add(value);
        }

        return sum;
    }
}
