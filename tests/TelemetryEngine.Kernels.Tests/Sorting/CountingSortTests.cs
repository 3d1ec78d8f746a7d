using TelemetryEngine.Kernels.Sorting;

namespace TelemetryEngine.Kernels.Tests.Sorting;

public sealed class CountingSortTests
{
    [Theory]
    [InlineData(0, 0)]
    [InlineData(0, 3)]
    [InlineData(50, 1)]
    [InlineData(1000, 7)]
    [InlineData(100, 300)]
    public void PlacesComeByNumberAndThenInTheirOrder(int length, int count)
    {
        Random random = new(length + count);
        int[] numbers = [.. Enumerable.Range(0, length).Select(_ => random.Next(-1, count))];

        int[] places = CountingSort.Places(numbers, count, out int[] starts);

        Assert.Equal(Enumerable.Range(0, length).Where(place => numbers[place] >= 0).OrderBy(place => numbers[place]), places);
        Assert.Equal(count + 1, starts.Length);
        for (int number = 0; number < count; number++)
        {
            Assert.All(places[starts[number]..starts[number + 1]], place => Assert.Equal(number, numbers[place]));
        }

        Assert.Equal(places.Length, starts[count]);
    }
}
