using System.Globalization;
using System.Text;
using TelemetryEngine.Columns;

namespace TelemetryEngine.Tests.Columns;

public sealed class TextDictionaryTests
{
    // with all of them in few slots a look-up would walk along thousands of texts, and a million device names would take hours
    [Theory]
    [InlineData("{0:00000}")]
    [InlineData("d{0:00000}")]
    [InlineData("m-{0:00000}")]
    [InlineData("key{0}")]
    [InlineData("meter-{0:00000}")]
    [InlineData("{0:00000}-meter-of-a-house")]
    [InlineData("a-long-beginning-{0:00000}")]
    public void Texts_that_are_alike_spread_over_the_slots(string pattern)
    {
        const int Texts = 1 << 16;
        TextDictionary dictionary = new();
        IEnumerable<uint> hashes = Enumerable.Range(0, Texts)
            .Select(i => dictionary.Hash(Encoding.UTF8.GetBytes(string.Format(CultureInfo.InvariantCulture, pattern, i))));

        int used = hashes.Select(static hash => hash & (Texts - 1)).Distinct().Count();

        // thrown by chance they hit 1 - 1/e of the slots, 63 %
        Assert.InRange(used, Texts * 60 / 100, Texts);
    }

    [Fact]
    public void Codes_are_given_once_in_the_order_of_first_sight()
    {
        TextDictionary dictionary = new();
        string[] texts = [.. Enumerable.Range(0, 5_000).Select(static i => $"key{i}"), "", "key7", "ключ"];
        int[] codes = [.. texts.Select(text => dictionary.GetOrAdd(Encoding.UTF8.GetBytes(text)))];
        List<string> distinct = [.. texts.Distinct()];
        Assert.Equal(texts.Select(text => distinct.IndexOf(text)), codes);
        Assert.Equal(distinct, Enumerable.Range(0, dictionary.Count).Select(code => Encoding.UTF8.GetString(dictionary[code])));
        Assert.Equal(-1, dictionary.Find("nothing"u8));
    }
}
