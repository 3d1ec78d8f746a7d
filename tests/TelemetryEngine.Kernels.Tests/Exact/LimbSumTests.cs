using System.Numerics;
using FsCheck;
using FsCheck.Fluent;
using TelemetryEngine.Kernels.Exact;
using TelemetryEngine.Kernels.Tests.Oracles;

namespace TelemetryEngine.Kernels.Tests.Exact;

public sealed class LimbSumTests
{
    /// <summary>Limbs of the longest sum here: a product of two 128-bit factors at a shift of 255, and the sign.</summary>
    private const int Limbs = 9;

    private static readonly UInt128[] Ends =
        [UInt128.Zero, UInt128.One, ulong.MaxValue, (UInt128)ulong.MaxValue + 1, UInt128.MaxValue - ulong.MaxValue, UInt128.MaxValue];

    [Fact]
    public void AnyRowOfAdditionsIsTheSumOfBigIntegers() => Prop.ForAll(
        Terms.ArrayOf().ToArbitrary(), Gen.Choose(0, int.MaxValue).ToArbitrary(), (terms, seed) =>
        {
            ulong[] whole = new ulong[Limbs];
            BigInteger exact = 0;
            foreach (Term term in terms)
            {
                term.AddTo(whole);
                exact += term.Exact;
                Assert.Equal(exact, LimbSum.ToBigInteger(whole));
            }

            new Random(seed).Shuffle(terms);
            ulong[][] parts = [new ulong[Limbs], new ulong[Limbs]];
            for (int i = 0; i < terms.Length; i++)
            {
                terms[i].AddTo(parts[i & 1]);
            }

            LimbSum.Merge(parts[0], parts[1]);
            Assert.Equal(whole, parts[0]);
        }).Check(2000);

    [Fact]
    public void EveryShiftOfTheEndsGoesThereAndBackToZero()
    {
        foreach (UInt128 magnitude in Ends)
        {
            for (int shift = 0; shift <= 6 * 64; shift++)
            {
                ulong[] sum = new ulong[Limbs];
                LimbSum.Add(sum, magnitude, shift, negative: true);
                Assert.Equal(-((BigInteger)magnitude << shift), LimbSum.ToBigInteger(sum));
                LimbSum.Add(sum, magnitude, shift, negative: false);
                Assert.Equal(new ulong[Limbs], sum);
                LimbSum.Add(sum, magnitude, shift, negative: false);
                Assert.Equal((BigInteger)magnitude << shift, LimbSum.ToBigInteger(sum));
            }
        }
    }

    [Fact]
    public void CarriesAndBorrowsGoThroughAllLimbs()
    {
        ulong[] sum = new ulong[Limbs];
        LimbSum.Add(sum, UInt128.One, 0, negative: true);
        Assert.Equal(Enumerable.Repeat(ulong.MaxValue, Limbs), sum);
        LimbSum.Add(sum, UInt128.One, 0, negative: false);
        Assert.Equal(new ulong[Limbs], sum);
        LimbSum.Add(sum, UInt128.One, 6 * 64, negative: false);
        LimbSum.Add(sum, UInt128.One, 0, negative: true);
        Assert.Equal((BigInteger.One << (6 * 64)) - 1, LimbSum.ToBigInteger(sum));
    }

    [Fact]
    public void TheFewestLimbsAreEnough()
    {
        ulong[] sum = new ulong[LimbSum.LeastLimbs];
        LimbSum.Add(sum, UInt128.MaxValue, 62, negative: true);
        Assert.Equal(-((BigInteger)UInt128.MaxValue << 62), LimbSum.ToBigInteger(sum));
        ulong[] product = new ulong[5];
        LimbSum.AddProduct(product, UInt128.MaxValue, UInt128.MaxValue, 62, negative: true);
        Assert.Equal(-(((BigInteger)UInt128.MaxValue * (BigInteger)UInt128.MaxValue) << 62), LimbSum.ToBigInteger(product));
    }

    [Fact]
    public void MergingWithItselfDoublesAndOtherLengthsAreRefused()
    {
        ulong[] sum = new ulong[Limbs];
        LimbSum.AddProduct(sum, UInt128.MaxValue, ulong.MaxValue, 65, negative: true);
        BigInteger before = LimbSum.ToBigInteger(sum);
        LimbSum.Merge(sum, sum);
        Assert.Equal(before * 2, LimbSum.ToBigInteger(sum));
        Assert.Throws<ArgumentException>(() => LimbSum.Merge(sum, new ulong[Limbs - 1]));
        Assert.Throws<ArgumentException>(() => LimbSum.Merge(sum, new ulong[Limbs + 1]));
        Assert.Equal(BigInteger.Zero, LimbSum.ToBigInteger([]));
    }

    private static Gen<UInt128> Magnitudes { get; } = Gen.OneOf(
        Gen.Elements(Ends),
        Generators.Int64s.SelectMany(_ => Generators.Bits64, (high, low) => new UInt128((ulong)high, (ulong)low)),
        Generators.Int64s.Select(value => (UInt128)(ulong)value));

    private static Gen<Term> Terms { get; } =
        from left in Magnitudes
        from right in Gen.OneOf(Gen.Constant(UInt128.One), Magnitudes)
        from shift in Gen.OneOf(Gen.Choose(0, 255), Gen.Elements(0, 63, 64, 127, 128))
        from negative in Gen.Elements(true, false)
        select new Term(left, right, shift, negative);

    private sealed record Term(UInt128 Left, UInt128 Right, int Shift, bool Negative)
    {
        public BigInteger Exact => (((BigInteger)Left * (BigInteger)Right) << Shift) * (Negative ? -1 : 1);

        public void AddTo(Span<ulong> sum)
        {
            if (Right == UInt128.One)
            {
                LimbSum.Add(sum, Left, Shift, Negative);
            }
            else
            {
                LimbSum.AddProduct(sum, Left, Right, Shift, Negative);
            }
        }
    }
}
