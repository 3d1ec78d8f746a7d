using TelemetryEngine.Memory;

namespace TelemetryEngine.Arrow.Tests.Memory;

public sealed class BitmapTests
{
    [Fact]
    public void Counting_copying_and_setting_agree_with_single_bits()
    {
        Random random = new(3);
        byte[] bits = new byte[40];
        random.NextBytes(bits);
        for (int start = 0; start < 80; start++)
        {
            foreach (int length in (int[])[0, 1, 7, 8, 9, 63, 64, 65, 200, 320 - start])
            {
                bool[] expected = [.. Enumerable.Range(start, length).Select(i => (bits[i / 8] >> (i % 8) & 1) == 1)];
                Assert.Equal(expected.Count(bit => bit), Bitmap.CountSet(bits, start, length));

                byte[] copy = new byte[Bitmap.ByteCount(length)];
                copy.AsSpan().Fill(0xAA);
                Bitmap.Copy(bits, start, length, copy);
                bool[] padded = [.. expected, .. new bool[(copy.Length * 8) - length]];
                Assert.Equal(padded, Enumerable.Range(0, copy.Length * 8).Select(i => Bitmap.Get(copy, i)));

                byte[] set = new byte[40];
                Bitmap.SetRange(set, start, length);
                Assert.Equal(Enumerable.Range(0, 320).Select(i => i >= start && i < start + length), Enumerable.Range(0, 320).Select(i => Bitmap.Get(set, i)));
            }
        }
    }

    [Fact]
    public void A_copy_needs_room() => Assert.Throws<ArgumentOutOfRangeException>(() => Bitmap.Copy(new byte[2], 0, 16, new byte[1]));
}
