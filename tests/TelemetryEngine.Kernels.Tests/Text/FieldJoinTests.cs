using TelemetryEngine.Kernels.Text;

namespace TelemetryEngine.Kernels.Tests.Text;

/// <summary>Lines of fields against their definition: the fields of each line one behind the other.</summary>
public sealed class FieldJoinTests
{
    [Fact]
    public void LinesAreTheFieldsOfTheColumnsInTurn()
    {
        Random random = new(3);
        foreach (int columnCount in (int[])[1, 2, 3, 7])
        {
            foreach (int most in (int[])[0, 1, 15, 16, 17, 31, 32, 33, 64, 255])
            {
                const int lines = 50;
                byte[][][] fields = [.. Enumerable.Range(0, columnCount).Select(_ => Enumerable.Range(0, lines).Select(_ => Field(random, most)).ToArray())];
                byte[][] columns = [.. fields.Select(Packed)];
                byte[] expected = [.. Enumerable.Range(0, lines).SelectMany(line => fields.SelectMany(column => column[line]))];
                int[] places = new int[columnCount];
                byte[] target = new byte[expected.Length + FieldJoin.Slack];
                // the lines in two steps: the second goes on where the first ended
                int first = FieldJoin.Join(columns, places, 20, target);
                int second = FieldJoin.Join(columns, places, lines - 20, target.AsSpan(first));
                Assert.Equal(expected, target[..(first + second)]);
                Assert.Equal(columns.Select(static column => column.Length - FieldJoin.Slack), places);
            }
        }
    }

    [Fact]
    public void WhatIsTooShortIsRefused()
    {
        byte[] column = Packed([[1, 2, 3], [4]]);
        byte[] room = new byte[4 + FieldJoin.Slack];
        Assert.Equal(4, FieldJoin.Join([column], new int[1], 2, room));
        Assert.Throws<ArgumentException>(() => FieldJoin.Join([column], new int[1], 2, room.AsSpan(1)));
        Assert.Throws<ArgumentException>(() => FieldJoin.Join([column[..^1]], new int[1], 2, room));
        Assert.Throws<ArgumentOutOfRangeException>(() => FieldJoin.Join([column, column], new int[1], 2, room));
        Assert.Throws<IndexOutOfRangeException>(() => FieldJoin.Join([[]], new int[1], 1, room));
        Assert.Equal(0, FieldJoin.Join([], [], 5, room));
    }

    private static byte[] Field(Random random, int most)
    {
        byte[] field = new byte[random.Next(most + 1)];
        random.NextBytes(field);
        return field;
    }

    private static byte[] Packed(byte[][] fields) => [.. fields.SelectMany(static field => field.Prepend((byte)field.Length)), .. new byte[FieldJoin.Slack]];
}
