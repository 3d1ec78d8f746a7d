using System.Numerics;
using TelemetryEngine.Kernels.Arithmetic;

namespace TelemetryEngine.Kernels.Tests.Arithmetic;

public sealed class ArithmeticKernelsTests
{
    private static readonly double[] Doubles = [0, -0.0, 1, -2.5, 1e308, double.NaN, double.PositiveInfinity, 0.1];
    private static readonly long[] Integers = [0, 1, -1, 3_037_000_500, -3_037_000_500, long.MaxValue, long.MinValue];

    private delegate bool Integer(ReadOnlySpan<long> a, ReadOnlySpan<long> b, Span<long> result);

    [Fact]
    public void Doubles_of_every_length_equal_the_operators()
    {
        Random random = new(1);
        for (int rows = 0; rows <= 256; rows++)
        {
            double[] a = random.GetItems(Doubles, rows);
            double[] b = random.GetItems(Doubles, rows);
            double[] result = new double[rows];
            ArithmeticKernels.Add(a, b, result);
            Assert.Equal(a.Zip(b, (x, y) => x + y), result);
            ArithmeticKernels.Subtract(a, b, result);
            Assert.Equal(a.Zip(b, (x, y) => x - y), result);
            ArithmeticKernels.Multiply(a, b, result);
            Assert.Equal(a.Zip(b, (x, y) => x * y), result);
            ArithmeticKernels.Divide(a, b, result);
            Assert.Equal(a.Zip(b, (x, y) => x / y), result);
        }
    }

    [Fact]
    public void Integers_wrap_and_say_whether_each_result_fits()
    {
        Random random = new(2);
        for (int rows = 0; rows <= 256; rows++)
        {
            // Most columns fit, so that one row's overflow is seen alone at every place.
            long[] a = [.. Enumerable.Range(0, rows).Select(_ => (long)random.Next(-9, 9))];
            long[] b = [.. a.Select(_ => (long)random.Next(-9, 9))];
            if (rows > 0 && rows % 3 != 0)
            {
                int row = random.Next(rows);
                (a[row], b[row]) = (random.GetItems(Integers, 1)[0], random.GetItems(Integers, 1)[0]);
            }

            Check(a, b, ArithmeticKernels.TryAdd, (x, y) => x + y);
            Check(a, b, ArithmeticKernels.TrySubtract, (x, y) => x - y);
            Check(a, b, ArithmeticKernels.TryMultiply, (x, y) => x * y);
            double[] doubles = new double[rows];
            ArithmeticKernels.ToDoubles(a, doubles);
            Assert.Equal(a.Select(value => (double)value), doubles);
        }
    }

    [Fact]
    public void Spans_of_different_lengths_are_refused()
    {
        Assert.Throws<ArgumentException>(() => ArithmeticKernels.Add(new double[2], new double[1], new double[2]));
        Assert.Throws<ArgumentException>(() => ArithmeticKernels.TryMultiply(new long[2], new long[2], new long[1]));
        Assert.Throws<ArgumentException>(() => ArithmeticKernels.ToDoubles(new long[2], new double[1]));
    }

    private static void Check(long[] a, long[] b, Integer kernel, Func<BigInteger, BigInteger, BigInteger> exact)
    {
        long[] result = new long[a.Length];
        bool fits = kernel(a, b, result);
        BigInteger[] expected = [.. a.Zip(b, (x, y) => exact(x, y))];
        Assert.Equal(expected.All(value => value >= long.MinValue && value <= long.MaxValue), fits);
        Assert.Equal(expected.Select(value => (long)(ulong)(value & ulong.MaxValue)), result);
    }
}
