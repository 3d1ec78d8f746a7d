using System.Text;
using TelemetryEngine.Kernels.Csv;

namespace TelemetryEngine.Kernels.Tests.Csv;

public sealed class RepeatMatchTests
{
    public static TheoryData<string> Names => [.. RepeatMatch.All.Where(static way => way.IsSupported).Select(static way => way.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void PassesEqualFieldsOfEveryLength(string name)
    {
        for (int length = 0; length <= 40; length++)
        {
            for (int changed = 0; changed < Math.Max(1, length); changed++)
            {
                string text = new('5', length);
                string other = length == 0 ? "5" : text.Remove(changed, 1).Insert(changed, "6");
                int passed = length is 0 or > RepeatMatch.MaxLength ? 0 : 9;
                AssertStops(name, text, [.. Enumerable.Repeat(text, 9), other, text], passed);
                AssertStops(name, text, [.. Enumerable.Repeat(text, 9), text + "5", text], passed);
                AssertStops(name, text, [.. Enumerable.Repeat(text, 9), text[..changed], text], length == 0 ? 0 : passed);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void StopsAtTheLatestWhereTheTextEnds(string name)
    {
        string[] fields = [.. Enumerable.Repeat("2024-01-01T00:00:00Z", 100)];
        int stopped = RepeatMatch.Select(name)(new FieldTable(fields, isLast: true).Rows, "2024-01-01T00:00:00Z"u8, 50);
        Assert.InRange(stopped, 98, 100);
    }

    [Fact]
    public void NameSelectsTheWay() => Assert.All(RepeatMatch.All, static way => Assert.Equal(way.IsSupported, RepeatMatch.Select(way.Name) == way.Run));

    private static void AssertStops(string name, string text, string[] fields, int row)
    {
        RepeatMatcher match = RepeatMatch.Select(name);
        foreach (string lineEnd in new[] { "\n", "\r\n", "\r" })
        {
            Assert.Equal(row, match(new FieldTable(fields, isLast: true, lineEnd, behind: 64).Rows, Encoding.UTF8.GetBytes(text), 0));
            Assert.Equal(row, match(new FieldTable(fields, isLast: false, lineEnd, behind: 64).Rows, Encoding.UTF8.GetBytes(text), 0));
        }
    }
}
