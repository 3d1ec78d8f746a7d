using System.Text;
using TelemetryEngine.Columns;
using TelemetryEngine.Grouping;
using ColumnVector = TelemetryEngine.Columns.ColumnVector;

namespace TelemetryEngine.Tests.Grouping;

public sealed class KeyTableTests
{
    private static readonly string[] Types = ["bool", "int32", "int64", "float64", "decimal(1)", "timestamp[us]", "utf8"];

    [Fact]
    public void Ordinals_stand_for_values_and_ranks_follow_their_order()
    {
        for (int seed = 0; seed < 40; seed++)
        {
            Random random = new(seed);
            string[] types = [.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => Types[random.Next(Types.Length)])];
            object?[][] columns = [.. types.Select(t => Enumerable.Range(0, 120).Select(_ => Value(t, random)).ToArray())];
            KeyTable table = new([.. types.Select(Parse)]);
            int[] ordinals = Encode(table, types, columns);

            string[] rows = [.. Enumerable.Range(0, 120).Select(r => string.Join('|', columns.Select((c, i) => Text(types[i], c[r]))))];
            for (int a = 0; a < rows.Length; a++)
            {
                for (int b = 0; b < a; b++)
                {
                    Assert.Equal(rows[a] == rows[b], ordinals[a] == ordinals[b]);
                }
            }

            int[] ranks = table.Ranks();
            int[] sorted = [.. Enumerable.Range(0, 120).OrderBy(r => ranks[ordinals[r]])];
            for (int i = 1; i < sorted.Length; i++)
            {
                Assert.True(Compare(types, columns, sorted[i - 1], sorted[i]) <= 0, $"{rows[sorted[i - 1]]} before {rows[sorted[i]]}");
            }
        }
    }

    [Fact]
    public void Zeros_are_one_key_and_so_are_NaNs_and_null_is_its_own()
    {
        KeyTable table = new([new ColumnType(ColumnKind.Float64)]);
        int[] ordinals = Encode(table, ["float64"], [[0.0, -0.0, double.NaN, BitConverter.Int64BitsToDouble(-1), null, null, 1.0]]);
        Assert.Equal(ordinals[0], ordinals[1]);
        Assert.Equal(ordinals[2], ordinals[3]);
        Assert.Equal(ordinals[4], ordinals[5]);
        Assert.Equal(4, ordinals.Distinct().Count());
        int[] ranks = table.Ranks();
        Assert.True(ranks[ordinals[0]] < ranks[ordinals[6]] && ranks[ordinals[6]] < ranks[ordinals[2]] && ranks[ordinals[2]] < ranks[ordinals[4]]);
    }

    [Fact]
    public void Another_table_is_adopted_by_values()
    {
        string[] types = ["utf8", "int64"];
        object?[][] left = [["b", "a", null], [1L, 2L, null]];
        object?[][] right = [["c", "a", null, "b"], [1L, 2L, null, 7L]];
        KeyTable a = new([.. types.Select(Parse)]);
        KeyTable b = new([.. types.Select(Parse)]);
        int[] ofA = Encode(a, types, left);
        int[] ofB = Encode(b, types, right);
        int[] map = a.Adopt(b);
        Assert.Equal(ofA[1], map[ofB[1]]);
        Assert.Equal(ofA[2], map[ofB[2]]);
        Assert.Equal(5, ofA.Concat(ofB.Select(o => map[o])).Distinct().Count());
    }

    [Fact]
    public void Dictionaries_that_grow_or_change_keep_their_texts()
    {
        KeyTable table = new([new ColumnType(ColumnKind.Utf8)]);
        TextDictionary first = new();
        int[] one = EncodeText(table, first, "x", "y");
        int[] two = EncodeText(table, first, "z", "x");
        int[] three = EncodeText(table, new TextDictionary(), "y", "z", "x");
        Assert.Equal(one[0], two[1]);
        Assert.Equal([one[1], two[0], one[0]], three);
    }

    private static int[] EncodeText(KeyTable table, TextDictionary dictionary, params object?[] texts)
    {
        using ColumnVector column = BatchBuilder.MakeVector(new ColumnType(ColumnKind.Utf8), texts, dictionary);
        int[] ordinals = new int[texts.Length];
        table.Encode([column], new ColumnViews(), ordinals);
        return ordinals;
    }

    private static int[] Encode(KeyTable table, string[] types, object?[][] columns)
    {
        ColumnVector[] vectors = [.. columns.Select((c, i) => BatchBuilder.MakeVector(Parse(types[i]), c))];
        int[] ordinals = new int[columns[0].Length];
        table.Encode(vectors, new ColumnViews(), ordinals);
        Array.ForEach(vectors, v => v.Dispose());
        return ordinals;
    }

    private static ColumnType Parse(string type) => ColumnType.TryParse(type, out ColumnType parsed) ? parsed : throw new ArgumentException(type);

    private static object? Value(string type, Random random) => random.Next(6) == 0 ? null : type switch
    {
        "bool" => random.Next(2) == 0,
        "int32" => random.Next(-3, 3),
        "int64" => random.Next(3) switch { 0 => long.MinValue, 1 => long.MaxValue, _ => (object)(long)random.Next(3) },
        "float64" => random.Next(5) switch { 0 => double.NaN, 1 => -0.0, 2 => double.NegativeInfinity, _ => random.Next(3) / 2.0 },
        "decimal(1)" => random.Next(3) switch { 0 => "1e30", 1 => "-0.05", _ => "2.5" },
        "timestamp[us]" => (long)random.Next(-2, 2),
        _ => random.Next(4) switch { 0 => "", 1 => "ä", 2 => "z", _ => (object)"a" },
    };

    private static string Text(string type, object? value) => value switch
    {
        null => "∅",
        _ when type is "float64" or "decimal(1)" => TableText.Value(Rational.ToDouble(value)),
        _ => value.ToString()!,
    };

    private static int Compare(string[] types, object?[][] columns, int a, int b)
    {
        for (int i = 0; i < types.Length; i++)
        {
            int order = CompareValues(types[i], columns[i][a], columns[i][b]);
            if (order != 0)
            {
                return order;
            }
        }

        return 0;
    }

    private static int CompareValues(string type, object? a, object? b)
    {
        if (a is null || b is null)
        {
            return (a is null).CompareTo(b is null);
        }

        if (type == "utf8")
        {
            return Encoding.UTF8.GetBytes((string)a).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes((string)b));
        }

        if (type is "float64" or "decimal(1)")
        {
            (double x, double y) = (Rational.ToDouble(a), Rational.ToDouble(b));
            return double.IsNaN(x) || double.IsNaN(y) ? double.IsNaN(x).CompareTo(double.IsNaN(y)) : x.CompareTo(y);
        }

        return Convert.ToInt64(a).CompareTo(Convert.ToInt64(b));
    }
}
