using Apache.Arrow;
using Apache.Arrow.Types;
using TelemetryEngine.Arrow.Ipc;

namespace TelemetryEngine.Arrow.Tests.Ipc;

/// <summary>Codes of dictionaries and offsets of texts against the definition: a code is from 0 to below the number of values, and offsets rise.</summary>
public sealed class CodeCheckTests
{
    [Fact]
    public void A_code_that_has_no_value_is_found_at_any_place()
    {
        const int count = 1000;
        foreach (int rows in (int[])[1, 2, 3, 4, 5, 7, 8, 31])
        {
            for (int row = 0; row < rows; row++)
            {
                foreach (int others in (int[])[0, count - 1])
                {
                    int[] codes = new int[rows];
                    codes.AsSpan().Fill(others);
                    foreach (int code in (int[])[0, 1, count - 1, count, count + 1, int.MaxValue, -1, -count, int.MinValue])
                    {
                        codes[row] = code;
                        if (code is >= 0 and < count)
                        {
                            Check(codes, count);
                        }
                        else
                        {
                            Assert.Contains($"row {row} has the code {code},", Assert.Throws<ArrowFormatException>(() => Check(codes, count)).Message, StringComparison.Ordinal);
                        }
                    }
                }
            }
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(int.MaxValue)]
    public void So_it_is_for_the_fewest_and_the_most_values(int count)
    {
        Check([], count);
        foreach (int code in (int[])[0, 1, int.MaxValue - 1, int.MaxValue, -1])
        {
            int[] codes = [code, code, code];
            Assert.Equal(code >= 0 && code < count, Record.Exception(() => Check(codes, count)) is null);
        }
    }

    [Fact]
    public void Offsets_rise_from_0_to_no_more_than_the_data()
    {
        int[] values = [int.MinValue, -1, 0, 1, 7, 8, int.MaxValue];
        foreach (int first in values)
        {
            foreach (int second in values)
            {
                foreach (int third in values)
                {
                    foreach (int extent in (int[])[0, 7, int.MaxValue])
                    {
                        int[] offsets = [first, second, third];
                        bool isSound = first >= 0 && first <= second && second <= third && third <= extent;
                        Assert.Equal(isSound, FirstWrong.AreRising(offsets, extent));
                        Assert.Equal(isSound, Record.Exception(() => ValueCheck.Offsets<int>(offsets, extent, "c", "text", "bytes", 0)) is null);
                        Assert.Equal(isSound, Record.Exception(() => ValueCheck.Offsets<long>([first, second, third], extent, "c", "text", "bytes", 0)) is null);
                    }
                }
            }
        }
    }

    private static void Check(int[] codes, int count) => ValueCheck.Codes(
        new ArrayData(
            AllTypes.TextCodes, codes.Length, 0, 0, [ArrowBuffer.Empty, ArrowArrays.CopyOf<int>(codes)], [], new ArrayData(StringType.Default, count, 0, 0, Array.Empty<ArrowBuffer>())),
        isMissing: false,
        "c",
        0);
}
