using TelemetryEngine.Kernels.Csv;

namespace TelemetryEngine.Kernels.Tests.Csv;

public sealed class StructuralScanTests
{
    [Fact]
    public void AllScannersFindWhatTheDefinitionFinds()
    {
        byte[] alphabet = ",\n\rxxxxxx;"u8.ToArray();
        for (int length = 0; length <= 256; length++)
        {
            for (int seed = 0; seed < 8; seed++)
            {
                Random random = new(length * 8 + seed);
                byte[] text = new byte[length];
                for (int i = 0; i < length; i++)
                {
                    text[i] = alphabet[random.Next(seed == 0 ? 3 : alphabet.Length)];
                }

                if (seed >= 6 && length > 0)
                {
                    text[random.Next(length)] = (byte)'"';
                }

                AssertAgree(text, random.Next(Math.Max(1, length)), inQuote: false);
            }
        }
    }

    [Fact]
    public void AllScannersFollowQuotesAsTheDefinitionDoes()
    {
        string[] pieces = ["\"a\",", "\"\",", "\"x,y\"\n", "\"p\"\"q\"\r\n", "\"\"\"\"\r", "1,", "22,", "\"l\nm\"\n", "abc\n", "\"\r\n\",", "\"" + new string('z', 70) + "\","];
        string[] faults = ["a\"b,", "\"a\"b,", "\"\"x\n", " \"q\","];
        for (int seed = 0; seed < 4000; seed++)
        {
            Random random = new(seed);
            string text = new('x', random.Next(64));
            while (text.Length < 300)
            {
                text += random.Next(40) == 0 && seed % 2 == 0 ? faults[random.Next(faults.Length)] : pieces[random.Next(pieces.Length)];
            }

            byte[] bytes = System.Text.Encoding.ASCII.GetBytes(text);
            AssertAgree(bytes, random.Next(80), random.Next(3) == 0);
        }
    }

    [Fact]
    public void StopsWhereAnOutputIsFull()
    {
        byte[] text = new byte[1000];
        text.AsSpan().Fill((byte)'\n');
        Assert.All(StructuralScan.All.Where(static scanner => scanner.IsSupported), scanner =>
        {
            string all = Run(scanner.Run, text, 0, 200);
            Assert.StartsWith("192 192 192 False ", all, StringComparison.Ordinal);
        });
    }

    [Theory]
    [InlineData("scalar")]
    [InlineData("vector128")]
    [InlineData("vector256")]
    [InlineData("vector512")]
    public void NameSelectsTheScanner(string name)
    {
        Implementation<StructuralScanner> wanted = StructuralScan.All.Single(scanner => scanner.Name == name);
        Assert.Equal(wanted.IsSupported, StructuralScan.Select(name) == wanted.Run);
    }

    private static void AssertAgree(byte[] text, int from, bool inQuote)
    {
        string expected = Run(StructuralScan.Select("scalar"), text, from, 1000, inQuote);
        Assert.All(StructuralScan.All.Where(static scanner => scanner.IsSupported), scanner => Assert.Equal(expected, Run(scanner.Run, text, from, 1000, inQuote)));
    }

    private static string Run(StructuralScanner scan, byte[] text, int from, int room, bool inQuote = false)
    {
        int[] positions = new int[room];
        int[] lineEnds = new int[room];
        int count = 0;
        int lines = 0;
        int stopped = scan(text, from, (byte)',', ref inQuote, positions, ref count, lineEnds, ref lines);
        return $"{stopped} {count} {lines} {inQuote} {string.Join(',', positions[..count])} {string.Join(',', lineEnds[..lines])}";
    }
}
