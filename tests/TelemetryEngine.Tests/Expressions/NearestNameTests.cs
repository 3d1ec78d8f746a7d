namespace TelemetryEngine.Tests.Expressions;

public sealed class NearestNameTests
{
    [Theory]
    [InlineData("pwoer_w", "power_w")]
    [InlineData("POWER_W", "power_w")]
    [InlineData("power", null)]
    [InlineData("power_", "power_w")]
    [InlineData("voltage", "voltage_v")]
    [InlineData("xyz", null)]
    [InlineData("", null)]
    public void The_nearest_name_is_suggested_and_far_ones_are_not(string name, string? expected) =>
        Assert.Equal(expected, NearestName.Find(name, ["timestamp", "device_id", "power_w", "voltage_v"]));

    [Fact]
    public void The_first_of_equally_near_names_wins() => Assert.Equal("aab", NearestName.Find("aaa", ["aab", "aac"]));

    [Theory]
    [InlineData("", "", 0)]
    [InlineData("abc", "", 3)]
    [InlineData("kitten", "sitting", 3)]
    [InlineData("ab", "ba", 1)]
    public void Edits_are_counted(string a, string b, int edits)
    {
        Assert.Equal(edits, NearestName.Distance(a, b));
        Assert.Equal(edits, NearestName.Distance(b, a));
    }
}
