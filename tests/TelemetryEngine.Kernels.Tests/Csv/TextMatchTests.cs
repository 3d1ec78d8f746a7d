using System.Text;
using FsCheck;
using FsCheck.Fluent;
using TelemetryEngine.Kernels.Csv;

namespace TelemetryEngine.Kernels.Tests.Csv;

public sealed class TextMatchTests
{
    public static TheoryData<string> Names => [.. TextMatch.All.Where(static way => way.IsSupported).Select(static way => way.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void FindsTextsOfEveryLength(string name)
    {
        for (int length = 0; length <= 60; length++)
        {
            string[] texts = [.. Enumerable.Range(0, 5).Select(i => new string((char)('a' + i), length)), new string('a', length) + "b", "x"];
            AssertCodes(name, texts, Enumerable.Range(0, 200).Select(i => texts[i * i % texts.Length]), static text => text);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void FindsTextsInAnyOrder(string name)
    {
        for (int seed = 0; seed < 60; seed++)
        {
            Random random = new(seed);
            string[] texts = [.. Enumerable.Range(0, 1 + random.Next(1500)).Select(i => (seed % 3 == 0 ? "meter-" : "") + i)];
            bool isCyclic = seed % 2 == 0;
            IEnumerable<string> fields = Enumerable.Range(0, 3000).Select(i => texts[isCyclic && i % 97 != 0 ? i % texts.Length : random.Next(texts.Length)]);
            AssertCodes(name, texts, fields, text => random.Next(3) == 0 ? '"' + text + '"' : text, collides: seed == 3);
        }
    }

    /// <summary>Every byte of a text counts: these are alike but for one, in lengths that make its parts overlap in every way.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void TellsLongTextsApartByAnyByte(string name)
    {
        foreach (int length in new[] { 15, 16, 17, 18, 24, 31, 32, 33, 36, 47, 48, 49 })
        {
            string[] texts = [.. Enumerable.Range(0, length).Select(at => new string('-', at) + 'x' + new string('-', length - at - 1)), new string('-', length)];
            IEnumerable<string> cyclic = Enumerable.Range(0, 400).Select(i => texts[i % texts.Length]);
            IEnumerable<string> mixed = Enumerable.Range(0, 400).Select(i => texts[i * 7919 % texts.Length]);
            AssertCodes(name, texts, cyclic.Concat(mixed).Concat(cyclic), static text => text);
            AssertCodes(name, texts, cyclic.Concat(mixed), static text => '"' + text + '"', collides: true);
        }
    }

    /// <summary>Texts in no order stop the predictions, though only some of them are looked at; texts that come in turn begin them again.</summary>
    [Fact]
    public void OrderIsLostAndFoundAgain()
    {
        Random random = new(7);
        TextHeads heads = new();
        string[] texts = [.. Enumerable.Range(0, 50).Select(static i => "meter-" + i)];
        foreach (string text in texts)
        {
            heads.Add(Encoding.UTF8.GetBytes(text), isPlain: true);
        }

        FieldTable shuffled = new([.. Enumerable.Range(0, 5_000).Select(_ => texts[random.Next(texts.Length)])], isLast: false, behind: 64);
        FieldTable inTurn = new([.. Enumerable.Range(0, 50_000).Select(i => texts[i % texts.Length])], isLast: false, behind: 64);
        foreach (bool isInTurn in new[] { true, false, true })
        {
            FieldTable table = isInTurn ? inTurn : shuffled;
            int[] codes = new int[table.Rows.Count];
            Assert.Equal(codes.Length, TextMatch.Select("vector128")(table.Rows, heads, codes, 0));
            Assert.Equal(isInTurn || !System.Runtime.Intrinsics.Vector128.IsHardwareAccelerated, heads.Predicts);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void AnyFieldsHaveTheCodesOfTheirTexts(string name) =>
        Prop.ForAll<string[], int[]>((words, picks) =>
        {
            string[] texts = [.. words.Select(static word => word ?? "").Select(static word => word.Replace("\"", "", StringComparison.Ordinal).TrimEnd('\r')).Append("a\0").Append("a")];
            AssertCodes(name, texts, picks.Select(pick => texts[(int)((uint)pick % texts.Length)]), static text => text);
        }).QuickCheckThrowOnFailure();

    [Theory]
    [MemberData(nameof(Names))]
    public void FindsNoTextThatIsNotPlain(string name)
    {
        TextHeads heads = new();
        heads.Add("NA"u8, isPlain: false);
        FieldTable table = new(["NA", "\"NA\"", "\""], isLast: false, behind: 64);
        int[] codes = new int[3];
        Assert.Equal(0, TextMatch.Select(name)(table.Rows, heads, codes, 0));
        Assert.Equal(2, TextMatch.Select(name)(table.Rows, heads, codes, 2));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void StopsOnlyAtUnknownLongOrLastRows(string name)
    {
        string[] fields = [.. Enumerable.Range(0, 500).Select(static i => "meter-" + (i * 7 % 50))];
        TextHeads heads = new();
        foreach (string text in fields.Take(50))
        {
            heads.Add(Encoding.UTF8.GetBytes(text), isPlain: true);
        }

        Assert.Equal(500, TextMatch.Select(name)(new FieldTable(fields, isLast: true, "\r\n", behind: 24).Rows, heads, new int[500], 0));
        Assert.InRange(TextMatch.Select(name)(new FieldTable(fields, isLast: true, "\r\n").Rows, heads, new int[500], 0), 497, 500);
    }

    [Fact]
    public void NameSelectsTheWay() => Assert.All(TextMatch.All, static way => Assert.Equal(way.IsSupported, TextMatch.Select(way.Name) == way.Run));

    /// <summary>Does what a caller does with the rows at which the loop stops, with a plain dictionary, and compares all codes and what follows what.</summary>
    private static void AssertCodes(string name, string[] texts, IEnumerable<string> picked, Func<string, string> write, bool collides = false)
    {
        string[] wanted = [.. picked];
        foreach ((bool isLast, string lineEnd, int behind) in new[] { (false, "\n", 0), (true, "\r\n", 0), (true, "\n", 40) })
        {
            TextHeads heads = new(collides);
            Dictionary<string, int> known = [];
            FieldTable table = new([.. wanted.Select(write)], isLast, lineEnd, behind);
            int[] codes = new int[wanted.Length];
            for (int row = 0; ; row++)
            {
                row = TextMatch.Select(name)(table.Rows, heads, codes, row);
                if (row == codes.Length)
                {
                    break;
                }

                if (!known.TryGetValue(wanted[row], out codes[row]))
                {
                    codes[row] = known[wanted[row]] = known.Count;
                    heads.Add(Encoding.UTF8.GetBytes(wanted[row]), isPlain: true);
                }

                heads.Follow(codes[row]);
            }

            Assert.Equal(wanted.Select(text => known[text]), codes);
            Assert.Equal(codes.Length == 0 ? 0 : codes[^1], heads.Last);
            Assert.True(known.Count <= texts.Length);
        }
    }
}
