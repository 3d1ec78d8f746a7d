using TelemetryEngine.Formats.Unpivot;

namespace TelemetryEngine.Tests.Formats.Unpivot;

public sealed class ColumnPickTests
{
    private static readonly string[] Names = ["meter", "date", "00:15", "00:30", "24:00", "kwh_a", "kwh_b", "a..b"];

    [Theory]
    [InlineData("00:15..24:00", "2 3 4")]
    [InlineData("00:15 .. 00:30", "2 3")]
    [InlineData("kwh_*", "5 6")]
    [InlineData("kwh_[b-c]", "6")]
    [InlineData("??:??", "2 3 4")]
    [InlineData("a..b", "7")]
    [InlineData("24:00|00:15", "2 4")]
    [InlineData("00:15..24:00|*:30", "2 3 4")]
    public void Names_patterns_and_ranges_stand_for_columns_in_the_order_of_the_table(string picks, string ordinals) =>
        Assert.Equal(ordinals.Split(' ').Select(int.Parse), ColumnPick.Find(picks.Split('|'), Names));

    [Theory]
    [InlineData("H*", "Unpivot 'H*': no column matches 'H*'; the columns are meter, date, 00:15, 00:30, 24:00, kwh_a, kwh_b, a..b")]
    [InlineData("kwh_x", "Unpivot 'kwh_x': no column is named 'kwh_x'; did you mean 'kwh_a'?")]
    [InlineData("00:15..23:00", "Unpivot '00:15..23:00': no column is named '23:00'; did you mean '24:00'?")]
    [InlineData("24:00..00:15", "Unpivot '24:00..00:15': '00:15' stands before '24:00' in the header; a range goes from left to right")]
    public void A_pick_that_stands_for_nothing_is_an_error(string pick, string message) =>
        Assert.Equal(message, Assert.Throws<PlanException>(() => ColumnPick.Find([pick], Names)).Message);

    [Fact]
    public void Nothing_picked_is_an_error() => Assert.Throws<PlanException>(() => ColumnPick.Find([], Names));
}
