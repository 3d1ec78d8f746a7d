using System.Text;

namespace TelemetryEngine.Formats.Inputs;

// The encodings of text that can be read, a line for each: the names that people use, and the number of the code page.
internal static class TextEncodings
{
    private static readonly (string[] Names, int CodePage)[] All =
    [
        (["utf-8", "utf8"], 65001),
        (["utf-16", "utf16", "utf-16le", "unicode"], 1200),
        (["utf-16be"], 1201),
        (["utf-32", "utf-32le"], 12000),
        (["windows-1252", "cp1252", "ansi", "western"], 1252),
        (["latin1", "iso-8859-1", "latin-1"], 28591),
        (["iso-8859-15", "latin9", "latin-9"], 28605),
        (["iso-8859-2", "latin2", "latin-2"], 28592),
        (["iso-8859-5"], 28595),
        (["iso-8859-7"], 28597),
        (["iso-8859-9", "latin5", "latin-5"], 28599),
        (["windows-1250", "cp1250"], 1250),
        (["windows-1251", "cp1251"], 1251),
        (["windows-1253", "cp1253"], 1253),
        (["windows-1254", "cp1254"], 1254),
        (["windows-1255", "cp1255"], 1255),
        (["windows-1256", "cp1256"], 1256),
        (["windows-1257", "cp1257"], 1257),
        (["windows-1258", "cp1258"], 1258),
        (["koi8-r"], 20866),
        (["koi8-u"], 21866),
        (["cp437", "ibm437"], 437),
        (["cp850", "ibm850"], 850),
        (["cp852", "ibm852"], 852),
        (["cp866", "ibm866"], 866),
        (["macintosh", "macroman"], 10000),
        (["shift_jis", "shift-jis", "sjis", "cp932", "windows-31j"], 932),
        (["euc-jp"], 51932),
        (["gb18030"], 54936),
        (["gbk", "gb2312", "cp936"], 936),
        (["big5", "cp950"], 950),
        (["euc-kr", "cp949"], 949),
    ];

    // A name for each.
    public static IEnumerable<string> Names => All.Select(static entry => entry.Names[0]);

    // The encoding of a name, with U+FFFF where its bytes mean nothing; null for UTF-8, which is read as it is.
    // throws PlanException: There is none of that name.
    public static Encoding? Find(string name)
    {
        foreach ((string[] names, int codePage) in All)
        {
            if (Array.Exists(names, known => known.Equals(name, StringComparison.OrdinalIgnoreCase)))
            {
                return codePage == 65001 ? null : Of(codePage);
            }
        }

        string hint = NearestName.Hint(name, Names, $"there is {string.Join(", ", Names)}");
        throw new PlanException($"unknown encoding '{name}'; {hint}");
    }

    // What the mark says with which a text begins; null where there is none, or that of UTF-8.
    public static Encoding? OfMark(ReadOnlySpan<byte> head) =>
        head.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE, 0, 0]) ? Of(12000)
        : head.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]) ? Of(1200)
        : head.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]) ? Of(1201)
        : null;

    // The encoding that bytes which are not UTF-8 are likely written in, by the name that Find knows.
    public static string Likely(ReadOnlySpan<byte> text)
    {
        int even = 0;
        int odd = 0;
        int high = 0;
        int inRuns = 0;
        int japanese = 0;
        int cyrillic = 0;
        for (int i = 0; i < text.Length; i++)
        {
            byte c = text[i];
            even += c == 0 && i % 2 == 0 ? 1 : 0;
            odd += c == 0 && i % 2 == 1 ? 1 : 0;
            bool isHigh = c >= 0x80;
            high += isHigh ? 1 : 0;
            inRuns += isHigh && ((i > 0 && text[i - 1] >= 0x80) || (i + 1 < text.Length && text[i + 1] >= 0x80)) ? 1 : 0;
            cyrillic += c >= 0xC0 ? 1 : 0;

            // kana, and the kanji that are used most, are two bytes of which the first is one of these
            japanese += c is >= 0x81 and <= 0x9F && i + 1 < text.Length && text[i + 1] is >= 0x40 and not 0x7F and <= 0xFC ? 1 : 0;
        }

        return odd > text.Length / 4 ? "utf-16"
            : even > text.Length / 4 ? "utf-16be"
            : japanese * 3 >= high && japanese > 1 ? "shift_jis"
            : inRuns * 4 < high * 3 ? "windows-1252"
            : cyrillic * 10 >= high * 9 ? "windows-1251"
            : "gb18030";
    }

    private static Encoding Of(int codePage)
    {
        DecoderReplacementFallback nothing = new("\uFFFF");
        return CodePagesEncodingProvider.Instance.GetEncoding(codePage, EncoderFallback.ReplacementFallback, nothing)
            ?? Encoding.GetEncoding(codePage, EncoderFallback.ReplacementFallback, nothing);
    }
}
