using TelemetryEngine.Kernels.Compare;

namespace TelemetryEngine.Kernels.Tests.Compare;

public sealed class CompareKernelsTests
{
    private static readonly double[] Doubles = [0, -0.0, 1, -1, 0.5, double.NaN, double.PositiveInfinity, double.NegativeInfinity, 1e-300];
    private static readonly long[] Integers = [0, 1, -1, 2, 7, long.MaxValue, long.MinValue, 1L << 40];

    public static TheoryData<string> Comparisons => [.. Enum.GetNames<Comparison>()];

    [Theory]
    [MemberData(nameof(Comparisons))]
    public void Every_length_equals_the_definition(string name)
    {
        Comparison comparison = Enum.Parse<Comparison>(name);
        Random random = new(1);
        for (int rows = 0; rows <= 256; rows++)
        {
            double[] a = random.GetItems(Doubles, rows);
            double[] b = random.GetItems(Doubles, rows);
            long[] c = random.GetItems(Integers, rows);
            long[] d = random.GetItems(Integers, rows);
            int[] e = [.. c.Select(value => (int)value)];
            int[] f = [.. d.Select(value => (int)value)];
            Check(rows, bits => CompareKernels.Compare(comparison, a, b, bits), row => Holds(comparison, a[row] < b[row], a[row] == b[row], a[row] > b[row]));
            Check(rows, bits => CompareKernels.Compare(comparison, a, 0.5, bits), row => Holds(comparison, a[row] < 0.5, a[row] == 0.5, a[row] > 0.5));
            Check(rows, bits => CompareKernels.Compare(comparison, a, double.NaN, bits), _ => false);
            Check(rows, bits => CompareKernels.Compare(comparison, c, d, bits), row => Holds(comparison, c[row] < d[row], c[row] == d[row], c[row] > d[row]));
            Check(rows, bits => CompareKernels.Compare(comparison, c, 1, bits), row => Holds(comparison, c[row] < 1, c[row] == 1, c[row] > 1));
            Check(rows, bits => CompareKernels.Compare(comparison, e, f, bits), row => Holds(comparison, e[row] < f[row], e[row] == f[row], e[row] > f[row]));
            Check(rows, bits => CompareKernels.Compare(comparison, e, 2, bits), row => Holds(comparison, e[row] < 2, e[row] == 2, e[row] > 2));
        }
    }

    [Fact]
    public void A_range_includes_both_ends_and_may_be_empty()
    {
        Random random = new(2);
        (long, long)[] ranges = [(0, 1), (long.MinValue, 0), (0, long.MaxValue), (long.MinValue, long.MaxValue), (1, 0), (7, 7)];
        for (int rows = 0; rows <= 256; rows++)
        {
            long[] values = random.GetItems(Integers, rows);
            (long first, long last) = ranges[rows % ranges.Length];
            Check(rows, bits => CompareKernels.InRange(values, first, last, bits), row => first <= values[row] && values[row] <= last);
        }
    }

    [Fact]
    public void Spans_that_do_not_fit_are_refused()
    {
        Assert.Throws<ArgumentException>(() => CompareKernels.Compare(Comparison.Less, new double[9], 0.0, new byte[1]));
        Assert.Throws<ArgumentException>(() => CompareKernels.Compare(Comparison.Less, new long[9], new long[8], new byte[2]));
        Assert.Throws<ArgumentException>(() => CompareKernels.InRange(new long[9], 0, 1, new byte[1]));
    }

    private static bool Holds(Comparison comparison, bool less, bool equal, bool greater) => comparison switch
    {
        Comparison.Equal => equal,
        Comparison.NotEqual => less || greater,
        Comparison.Less => less,
        Comparison.LessOrEqual => less || equal,
        Comparison.Greater => greater,
        _ => greater || equal,
    };

    private static void Check(int rows, Action<byte[]> compare, Func<int, bool> definition)
    {
        byte[] bits = new byte[((rows + 7) / 8) + 8];
        bits.AsSpan().Fill(0xAA);
        compare(bits);
        for (int row = 0; row < (rows + 7) / 8 * 8; row++)
        {
            Assert.Equal(row < rows && definition(row), (bits[row / 8] & (1 << (row % 8))) != 0);
        }

        Assert.All(bits[((rows + 7) / 8)..], spare => Assert.Equal(0xAA, spare));
    }
}
