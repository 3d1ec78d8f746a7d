using FsCheck;
using FsCheck.Fluent;
using TelemetryEngine.Kernels.Csv;
using TelemetryEngine.Kernels.Tests.Oracles;
using TelemetryEngine.Kernels.Text;

namespace TelemetryEngine.Kernels.Tests.Csv;

public sealed class NumberFieldsTests
{
    private const byte Point = (byte)'.';

    /// <summary>Behind this much text no field ends too close to the block's end for a vector.</summary>
    private const int Vector = 17;

    [Fact]
    public void EveryLengthAndPlaceOfThePointIsReadAtEveryScale()
    {
        const string Digits = "98765432109876543210";
        List<string> texts = ["", "-", "+", ".", "-.", "--1", "-0", "-0.0", "0", "00000", "1e5", "nan", "\"1.5\"", " 1", "1 "];
        for (int length = 1; length <= Digits.Length; length++)
        {
            for (int point = 0; point <= length; point++)
            {
                string number = Digits[..point] + "." + Digits[point..length];
                texts.AddRange([number, "-" + number, "+" + number]);
            }

            texts.AddRange([Digits[..length], "-" + Digits[..length], Digits[..length] + new string('0', 3), "0." + new string('0', length)]);
        }

        for (int scale = 0; scale <= DecimalText.MaxScale; scale++)
        {
            AssertReads(texts, scale);
        }
    }

    [Theory]
    [InlineData("123456.789")]
    [InlineData("-1.5")]
    [InlineData("7")]
    [InlineData("98765432.109876")]
    public void NoByteThatIsNoDigitPassesForOne(string number)
    {
        for (int place = 0; place <= number.Length; place++)
        {
            List<string> texts = [];
            for (int junk = 0; junk < 256; junk++)
            {
                if (junk is not (',' or '\n'))
                {
                    texts.Add(number[..place] + (char)junk + number[place..]);
                    texts.Add(number[..place] + (char)junk + number[Math.Min(number.Length, place + 1)..]);
                }
            }

            AssertReads(texts, 3);
            AssertReads(texts, 7);
        }
    }

    [Fact]
    public void AnyTextsAreReadAsTheirDefinitionReadsThem() => Prop.ForAll(
        Gen.OneOf(Generators.NumberTexts, Generators.NearlyText.Select(static bytes => string.Concat(bytes.Select(static b => (char)b)))).ArrayOf().ToArbitrary(),
        Gen.Choose(0, DecimalText.MaxScale).ToArbitrary(),
        (texts, scale) => AssertReads([.. texts.Select(static text => text.Replace(',', ';').Replace('\n', ';'))], scale)).Check(1000);

    [Fact]
    public void ColumnsOfAnyLengthFillTheirBitsAndNoMore()
    {
        for (int rows = 0; rows <= 200; rows++)
        {
            AssertReads([.. Enumerable.Range(0, rows).Select(static row => row % 3 == 0 ? "" : $"{row}.{row % 10}")], 2);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    [InlineData(15)]
    public void CommonNumbersNeedNoCare(int scale)
    {
        string fraction = scale == 0 ? "" : "." + new string('5', Math.Min(scale, 4));
        string[] texts = [.. Enumerable.Range(0, 100).Select(row => (row % 2 == 0 ? "-" : "") + (row % 10) + fraction)];
        NumberLayout[] layouts = scale == 0
            ? [NumberLayout.Integers(0, false), NumberLayout.Integers(1, true), NumberLayout.Decimals(1, true, Point, 0)]
            : [NumberLayout.Decimals(0, false, Point, scale), NumberLayout.Decimals(1, true, Point, scale)];
        Assert.All(Supported, parser => Assert.All(layouts, layout =>
        {
            (_, ulong[] careful) = Run(parser.Run, Column.Of(texts, "\r\n", Vector), layout);
            Assert.All(careful, static word => Assert.Equal(0UL, word));
        }));
    }

    [Theory]
    [InlineData("vector512")]
    [InlineData("vector256")]
    [InlineData("vector128")]
    [InlineData("scalar")]
    public void NameSelectsTheParser(string name)
    {
        Implementation<NumberFieldParser> wanted = NumberFields.All.Single(parser => parser.Name == name);
        Assert.Equal(wanted.IsSupported, NumberFields.Select(name) == wanted.Run);
    }

    [Fact]
    public void ScalesAndFieldsThatCanNotBeAreRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => NumberLayout.Decimals(0, false, Point, DecimalText.MaxScale + 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => NumberLayout.Decimals(0, false, Point, -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => NumberLayout.Integers(-1, false));
    }

    private static IEnumerable<Implementation<NumberFieldParser>> Supported => NumberFields.All.Where(static parser => parser.IsSupported);

    /// <summary>Where a parser asks for care the definition must be asked; all else it must have read as the definition does.</summary>
    private static void AssertReads(IReadOnlyList<string> texts, int scale)
    {
        // one strange text in eight: loops for short ones leave a group that has more of them
        string[] plain = ["7", "-1", "42", "0", "123456", "7", "-9"];
        string[] scattered = [.. texts.SelectMany(text => plain.Prepend(text))];
        foreach ((IReadOnlyList<string> rows, string end, int slack) in new[]
        {
            (texts, "\n", Vector), (texts, "\r\n", Vector), (texts, "\r", 0), (texts, "\n", 0), (texts, "\r\n", 3), (scattered, "\n", Vector), (scattered, "\r\n", 0),
        })
        {
            Column column = Column.Of(rows, end, slack);
            foreach (NumberFieldParser parse in Supported.Select(static parser => parser.Run))
            {
                Check(parse, column, isInteger: false, scale);
                Check(parse, column, isInteger: true, 0);
            }
        }
    }

    private static void Check(NumberFieldParser parse, Column column, bool isInteger, int scale)
    {
        for (int field = 0; field < 2; field++)
        {
            bool isLast = field == 1;
            NumberLayout layout = isInteger ? NumberLayout.Integers(field, isLast) : NumberLayout.Decimals(field, isLast, Point, scale);
            (long[] mantissas, ulong[] careful) = Run(parse, column, layout);
            for (int row = 0; row < column.Firsts.Length; row++)
            {
                byte[] text = column.Field(row, field);
                NumberStatus status = isInteger ? Int64Text.TryParse(text, out long expected) : DecimalText.TryParse(text, Point, scale, out expected);
                bool isRead = (careful[row / 64] >> (row % 64) & 1) == 0;
                if (isRead && (status != NumberStatus.Ok || expected != mantissas[row]))
                {
                    Assert.Fail($"'{System.Text.Encoding.Latin1.GetString(text)}' at scale {scale} is {status} {expected}, read as {mantissas[row]}");
                }
            }
        }
    }

    private static (long[] Mantissas, ulong[] Careful) Run(NumberFieldParser parse, Column column, NumberLayout layout)
    {
        long[] mantissas = new long[column.Firsts.Length];
        ulong[] careful = new ulong[(mantissas.Length + 63) / 64];
        careful.AsSpan().Fill(ulong.MaxValue);
        parse(column.Bytes.AsSpan(0, column.Length), column.Positions, column.Firsts, layout, mantissas, careful);
        int odd = mantissas.Length % 64;
        Assert.True(odd == 0 || careful[^1] >> odd == 0, "a bit stands behind the last record");
        return (mantissas, careful);
    }

    /// <summary>Records of two equal fields. Behind the block stand digits, which must not be seen.</summary>
    private sealed record Column(byte[] Bytes, int Length, int[] Positions, int[] Firsts)
    {
        public static Column Of(IReadOnlyList<string> texts, string end, int slack)
        {
            List<byte> bytes = [];
            List<int> positions = [-1];
            List<int> firsts = [];
            foreach (string text in texts)
            {
                byte[] field = System.Text.Encoding.Latin1.GetBytes(text);
                firsts.Add(positions.Count);
                bytes.AddRange(field);
                positions.Add(bytes.Count);
                bytes.Add((byte)',');
                bytes.AddRange(field);
                bytes.AddRange(end.Select(static c => (byte)c));
                positions.Add(bytes.Count - 1);
            }

            bytes.AddRange(Enumerable.Repeat((byte)'x', slack));
            int length = bytes.Count;
            bytes.AddRange(Enumerable.Repeat((byte)'9', 64));
            return new Column([.. bytes], length, [.. positions], [.. firsts]);
        }

        public byte[] Field(int row, int field)
        {
            int at = Firsts[row] + field;
            byte[] text = Bytes[(Positions[at - 1] + 1)..Positions[at]];
            return field == 1 && text.Length > 0 && text[^1] == '\r' ? text[..^1] : text;
        }
    }
}
