using FsCheck;
using FsCheck.Fluent;
using TelemetryEngine.Kernels.Compare;
using TelemetryEngine.Kernels.Tests.Oracles;

namespace TelemetryEngine.Kernels.Tests.Compare;

public sealed class ExtremeKernelsTests
{
    [Fact]
    public void TheyAreThoseOfTheValuesThatAreNumbers() => Prop.ForAll(Generators.Doubles.ArrayOf().ToArbitrary(), values =>
    {
        double[] numbers = [.. values.Where(static value => !double.IsNaN(value))];
        Assert.Equal(numbers.Length == 0 ? double.NaN : numbers.Min(), ExtremeKernels.Smallest(values));
        Assert.Equal(numbers.Length == 0 ? double.NaN : numbers.Max(), ExtremeKernels.Largest(values));
    }).Check(2000);

    [Theory]
    [InlineData(new double[0], double.NaN, double.NaN)]
    [InlineData(new[] { double.NaN, double.NaN, double.NaN, double.NaN, double.NaN }, double.NaN, double.NaN)]
    [InlineData(new[] { double.PositiveInfinity, double.NaN }, double.PositiveInfinity, double.PositiveInfinity)]
    [InlineData(new[] { double.NaN, double.NegativeInfinity }, double.NegativeInfinity, double.NegativeInfinity)]
    [InlineData(new[] { double.NaN, 2, 1, 3, 5, double.NaN }, 1.0, 5.0)]
    public void NaNCountsForNothingUnlessThereIsNothingElse(double[] values, double smallest, double largest)
    {
        Assert.Equal(smallest, ExtremeKernels.Smallest(values));
        Assert.Equal(largest, ExtremeKernels.Largest(values));
    }
}
