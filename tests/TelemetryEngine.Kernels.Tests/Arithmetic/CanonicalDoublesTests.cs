using TelemetryEngine.Kernels.Arithmetic;

namespace TelemetryEngine.Kernels.Tests.Arithmetic;

public sealed class CanonicalDoublesTests
{
    private static readonly double[] Values =
    [
        0, -0.0, 1.5, -2.5, double.Epsilon, -double.Epsilon, double.MaxValue, double.PositiveInfinity, double.NegativeInfinity, double.NaN,
        BitConverter.Int64BitsToDouble(0x7FF0_0000_0000_0001), BitConverter.Int64BitsToDouble(-1),
    ];

    [Fact]
    public void ZerosAndNotNumbersHaveOneForm()
    {
        Random random = new(5);
        for (int rows = 0; rows < 70; rows++)
        {
            double[] values = random.GetItems(Values, rows);
            double[] made = [.. values];
            CanonicalDoubles.Make(made);
            for (int row = 0; row < rows; row++)
            {
                long expected = double.IsNaN(values[row]) ? BitConverter.DoubleToInt64Bits(double.NaN) : values[row] == 0 ? 0 : BitConverter.DoubleToInt64Bits(values[row]);
                Assert.Equal(expected, BitConverter.DoubleToInt64Bits(made[row]));
                Assert.Equal(expected, BitConverter.DoubleToInt64Bits(CanonicalDoubles.Of(values[row])));
            }
        }
    }
}
