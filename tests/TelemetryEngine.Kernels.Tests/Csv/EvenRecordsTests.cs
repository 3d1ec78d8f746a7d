using TelemetryEngine.Kernels.Csv;

namespace TelemetryEngine.Kernels.Tests.Csv;

public sealed class EvenRecordsTests
{
    [Fact]
    public void StopsAtTheFirstRecordThatDiffers()
    {
        for (int length = 0; length < 40; length++)
        {
            for (int odd = 0; odd <= length; odd++)
            {
                foreach (int change in (int[])[-2, 1, 5])
                {
                    Check(length, odd, fields: 3, before: 7, change);
                }
            }
        }
    }

    [Fact]
    public void NeedsRoom() => Assert.Throws<ArgumentOutOfRangeException>(static () => EvenRecords.Find([1, 2], 0, 1, new int[1]));

    private static void Check(int length, int odd, int fields, int before, int change)
    {
        int[] ends = new int[length];
        int at = before;
        for (int record = 0; record < length; record++)
        {
            at += fields + (record == odd ? change : 0);
            ends[record] = at;
        }

        int[] firsts = new int[length];
        Assert.Equal(odd, EvenRecords.Find(ends, before, fields, firsts));
        Assert.Equal(Enumerable.Range(0, odd).Select(record => before + (record * fields) + 1), firsts.Take(odd));
    }
}
