using System.Text;
using Apache.Arrow;
using TelemetryEngine.Arrow;

namespace TelemetryEngine.DataGen.Tests;

/// <summary>Runs the generator into memory.</summary>
internal static class Made
{
    /// <summary>Few rows with everything that can be wrong.</summary>
    public static GeneratorOptions Messy(RowOrder order) => new()
    {
        Rows = 5_000,
        Devices = 7,
        Order = order,
        Step = TimeSpan.FromSeconds(20),
        Seed = 99,
        Nulls = 0.05,
        Disorder = 0.1,
        Duplicates = 0.08,
        Dirty = 0.06,
    };

    public static byte[] Bytes(GeneratorOptions options, int rowsPerBlock = 16_384)
    {
        using MemoryStream stream = new();
        Generator.Write(options, stream, rowsPerBlock, progress: null, CancellationToken.None);
        return stream.ToArray();
    }

    /// <summary>The lines of a text format, the header not among them; every line ends with a line feed.</summary>
    public static string[] Lines(GeneratorOptions options)
    {
        string text = Encoding.UTF8.GetString(Bytes(options));
        Assert.True(text.Length == 0 || text.EndsWith('\n'));
        bool hasHeader = options is { Profile: Profile.Meters, Format: OutputFormat.Csv };
        return text.Split('\n')[(hasHeader ? 1 : 0)..^1];
    }

    public static string TruthText(GeneratorOptions options, TimeSpan? every, TruthColumns columns = TruthColumns.Average)
    {
        using MemoryStream stream = new();
        Truth.Write(options, every, stream, columns);
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    /// <summary>The texts of a dictionary.</summary>
    public static IEnumerable<string?> Texts(IArrowArray dictionary)
    {
        StringArray texts = Assert.IsType<StringArray>(dictionary);
        return Enumerable.Range(0, texts.Length).Select(row => texts.TextAt(row));
    }
}
