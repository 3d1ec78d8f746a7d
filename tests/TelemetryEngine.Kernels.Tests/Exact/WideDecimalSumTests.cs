using System.Globalization;
using System.Numerics;
using FsCheck;
using FsCheck.Fluent;
using TelemetryEngine.Kernels.Exact;
using TelemetryEngine.Kernels.Tests.Oracles;
using TelemetryEngine.Kernels.Text;

namespace TelemetryEngine.Kernels.Tests.Exact;

public sealed class WideDecimalSumTests
{
    [Theory]
    [InlineData("1e16 1 -1e16", 1.0)]
    [InlineData("1 1e100 1 -1e100", 2.0)]
    [InlineData("0.1 0.1 0.1 0.1 0.1 0.1 0.1 0.1 0.1 0.1", 1.0)]
    [InlineData("1e308 1e308 -1e308", 1e308)]
    [InlineData("1e308 1e308", double.PositiveInfinity)]
    [InlineData("-1e308 -1e308", double.NegativeInfinity)]
    [InlineData("inf 1e308", double.PositiveInfinity)]
    [InlineData("-inf 1", double.NegativeInfinity)]
    [InlineData("inf -inf", double.NaN)]
    [InlineData("nan inf", double.NaN)]
    [InlineData("-1 1", 0.0)]
    [InlineData("1e-400 1", 1.0)]
    public void SumsAreExactAndRoundedOnce(string texts, double sum)
    {
        WideDecimalSum actual = Sum(texts.Split(' '));
        Assert.Equal(BitConverter.DoubleToInt64Bits(sum), BitConverter.DoubleToInt64Bits(actual.Round(1)));
        Assert.Equal(!double.IsFinite(sum) && texts.Contains('n', StringComparison.Ordinal), actual.HasNotFinite);
    }

    [Fact]
    public void AnySumAndAverageIsTheOraclesWhateverTheOrderAndTheParts() => Prop.ForAll(
        Numbers.ArrayOf().ToArbitrary(), Gen.Choose(0, int.MaxValue).ToArbitrary(), Gen.Choose(1, 1_000_000).ToArbitrary(), (texts, seed, count) =>
        {
            WideDecimalSum whole = Sum(texts);
            BigInteger exact = BigInteger.Zero;
            foreach (string text in texts)
            {
                (BigInteger digits, int exponent) = DecimalOracle.Read(text)!.Value;
                exact += digits * BigInteger.Pow(10, exponent + 700);
            }

            NearestDouble.Assert(exact, BigInteger.Pow(10, 700), whole.Round(1));
            NearestDouble.Assert(exact, BigInteger.Pow(10, 700) * count, whole.Round(count));

            string[] shuffled = [.. texts];
            new Random(seed).Shuffle(shuffled);
            int cut = texts.Length == 0 ? 0 : seed % texts.Length;
            WideDecimalSum left = Sum(shuffled[..cut]), right = Sum(shuffled[cut..]);
            string rightBefore = right.ToText();
            left.Merge(right);
            Assert.Equal(rightBefore, right.ToText());
            Assert.Equal(whole.ToText(), left.ToText());
            Assert.Equal(whole.ToText(), WideDecimalSum.Parse(whole.ToText()).ToText());
            Assert.Equal(whole.Round(count), WideDecimalSum.Parse(whole.ToText()).Round(count));
        }).Check(1000);

    [Fact]
    public void EmptyIsTheIdentityOfMerge()
    {
        WideDecimalSum sum = Sum(["1.5", "nan"]);
        string before = sum.ToText();
        sum.Merge(new WideDecimalSum());
        Assert.Equal(before, sum.ToText());
        WideDecimalSum empty = new();
        empty.Merge(sum);
        Assert.Equal(before, empty.ToText());
        Assert.Equal("0e0", new WideDecimalSum().ToText());
    }

    [Fact]
    public void MergingWithItselfDoubles()
    {
        WideDecimalSum sum = Sum(["1.5", "1e100", "0.000000000000000000000000000000000000000000001"]);
        sum.Add(Int128.MaxValue, 3);
        (BigInteger mantissa, int scale) = sum.ToExact();
        sum.Merge(sum);
        (BigInteger doubled, int doubledScale) = sum.ToExact();
        Assert.Equal(2 * mantissa * BigInteger.Pow(10, doubledScale), doubled * BigInteger.Pow(10, scale));
    }

    [Fact]
    public void AnOverflowOfThePendingPartIsCarried()
    {
        WideDecimalSum sum = new();
        for (int i = 0; i < 3; i++)
        {
            sum.Add(Int128.MinValue, 2);
            sum.Add(Int128.MinValue, -2);
        }

        Assert.Equal((-3 * (BigInteger.One << 127) * 10001, 2), sum.ToExact());
    }

    [Theory]
    [InlineData("")]
    [InlineData("1")]
    [InlineData("e1")]
    [InlineData("1e")]
    [InlineData("1e1x")]
    [InlineData("1e1pn")]
    [InlineData("1e1nn")]
    [InlineData(" 1e1")]
    [InlineData("1.5e1")]
    [InlineData("1e99999999")]
    [InlineData("1e99999999999999")]
    public void OtherTextIsNoState(string text) => Assert.Throws<FormatException>(() => WideDecimalSum.Parse(text));

    [Fact]
    public void MisuseIsRefused()
    {
        Assert.ThrowsAny<ArgumentException>(() => new WideDecimalSum().AddNotFinite(1));
        Assert.ThrowsAny<ArgumentException>(() => new WideDecimalSum().Round(0));
        Assert.ThrowsAny<ArgumentException>(() => new WideDecimalSum().Add(BigInteger.One, int.MinValue));
    }

    [Fact]
    public void TheFastStateAgreesWithTheWideOne() => Prop.ForAll(
        Generators.Int64s.ArrayOf().ToArbitrary(), Gen.Choose(0, 18).ToArbitrary(), Generators.Int64s.Where(count => count > 0).ToArbitrary(), (mantissas, scale, count) =>
        {
            Int128 fast = 0;
            WideDecimalSum wide = new();
            foreach (long mantissa in mantissas)
            {
                Assert.True(DecimalSum.TryAdd(ref fast, mantissa));
                wide.Add((Int128)mantissa, scale);
            }

            Assert.Equal(wide.Round(count), DecimalSum.Round(fast, scale, count));
            NearestDouble.Assert((BigInteger)fast, BigInteger.Pow(10, scale) * count, DecimalSum.Round(fast, scale, count));
        }).Check(2000);

    [Fact]
    public void TheFastStateRefusesToOverflow()
    {
        Int128 sum = Int128.MaxValue - 1;
        Assert.True(DecimalSum.TryAdd(ref sum, 1));
        Assert.False(DecimalSum.TryAdd(ref sum, 1));
        Assert.Equal(Int128.MaxValue, sum);
        sum = Int128.MinValue;
        Assert.False(DecimalSum.TryAdd(ref sum, -1));
        Assert.Equal(Int128.MinValue, sum);
    }

    private static Gen<string> Numbers { get; } = Gen.OneOf(
        Generators.NumberTexts.Where(text => DecimalOracle.Read(text) is { } number && Math.Abs(number.Exponent) < 600 && number.Digits.GetBitLength() + number.Exponent * 3 < 900),
        Generators.Doubles.Select(value => value.ToString("R", CultureInfo.InvariantCulture)));

    private static WideDecimalSum Sum(IEnumerable<string> texts)
    {
        WideDecimalSum sum = new();
        foreach (string text in texts)
        {
            NumberStatus status = DecimalText.ParseWide(text.Utf8(), (byte)'.', out BigInteger mantissa, out int scale, out double notFinite);
            switch (status)
            {
                case NumberStatus.Wide: sum.Add(mantissa, scale); break;
                case NumberStatus.NotFinite: sum.AddNotFinite(notFinite); break;
                default: Assert.Fail($"{text}: {status}"); break;
            }
        }

        return sum;
    }
}
