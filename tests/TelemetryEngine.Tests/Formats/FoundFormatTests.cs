using System.IO.Compression;
using Apache.Arrow;
using Apache.Arrow.Ipc;
using TelemetryEngine.Tests.Sources;
using static TelemetryEngine.Aggregate;

namespace TelemetryEngine.Tests.Formats;

/// <summary>Files are what their first bytes say, whatever they are called; and texts of the program are files without a name.</summary>
public sealed class FoundFormatTests
{
    private const string Text = "device,value\na,1\nb,2\n";
    private const string Nem12 = "100,NEM12,200506081149,UNITEDDP,NEMMCO\n200,NEM1201009,E1E2,1,E1,N1,01009,kWh,30,20050610\n300,20050301,"
        + "0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,1,A,,,20050310121004,20050310182204\n900\n";

    [Theory]
    [InlineData(".csv")]
    [InlineData(".arrow")]
    [InlineData(".data")]
    public void TextIsText(string extension)
    {
        using TemporaryFile file = new(Text, extension);
        Pipeline pipeline = Telemetry.Read(file.Path).Aggregate(Sum("value"));
        Assert.Equal("csv", pipeline.ToPlan().Source.Format);
        Assert.Equal(["3"], TableText.Rows(pipeline.ToTable()));
        Assert.Equal(["3"], TableText.Rows(pipeline.ToTable()));
    }

    [Theory]
    [InlineData(true, false, ".csv")]
    [InlineData(false, false, ".csv")]
    [InlineData(true, true, ".data")]
    [InlineData(false, true, ".data")]
    [InlineData(false, true, ".gz")]
    public void ArrowDataIsArrowDataPackedOrNot(bool isFile, bool isPacked, string extension)
    {
        List<RecordBatch> batches = ArrowRows.Make(nulls: true, 10, 20);
        using TemporaryFile file = new(extension: extension);
        byte[] bytes = Bytes(batches, isFile);
        File.WriteAllBytes(file.Path, isPacked ? Packed(bytes) : bytes);
        Pipeline pipeline = Telemetry.Read(file.Path, file.Path).Aggregate(Count(), Sum("value"));
        Assert.Equal("arrow", pipeline.ToPlan().Source.Format);
        Assert.Equal(TableText.Rows(Telemetry.From([.. batches, .. batches]).Aggregate(Count(), Sum("value")).ToTable()), TableText.Rows(pipeline.ToTable()));
    }

    [Fact]
    public void TheFormatOfAFileIsToldWithoutARun()
    {
        using TemporaryFile text = new(Text, ".arrow");
        using TemporaryFile arrow = new(extension: ".csv");
        File.WriteAllBytes(arrow.Path, Packed(Bytes(ArrowRows.Make(nulls: true, 10), isFile: true)));
        Assert.Equal("csv", Telemetry.FormatOf(text.Path, out Stream? standardInput));
        Assert.Null(standardInput);
        Assert.Equal("arrow", Telemetry.FormatOf(arrow.Path, out _));
    }

    [Fact]
    public void Nem12AndPackedTextAreTold()
    {
        using TemporaryFile meter = new(Nem12, ".txt");
        Assert.Equal("nem12", Telemetry.Read(meter.Path).Aggregate(Sum("value")).ToPlan().Source.Format);
        using TemporaryFile packed = new(extension: ".bin");
        File.WriteAllBytes(packed.Path, Packed(System.Text.Encoding.UTF8.GetBytes(Text)));
        Assert.Equal(["3"], TableText.Rows(Telemetry.Read(packed.Path).Aggregate(Sum("value")).ToTable()));
    }

    [Fact]
    public void ForeignContentIsNamed()
    {
        using TemporaryFile parquet = new("PAR1 and more", ".csv");
        Assert.Equal($"{parquet.Path} is a Parquet file, not delimited text; write it as CSV or Arrow first", Assert.Throws<InputException>(() => Telemetry.Read(parquet.Path).ToTable()).Message);
        using TemporaryFile json = new("{\"a\": 1}", ".csv");
        Assert.Contains(" is JSON, ", Assert.Throws<InputException>(() => Telemetry.Read(json.Path).ToTable()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TwoFormatsAreNotReadInOneRun()
    {
        using TemporaryFile text = new(Text);
        using TemporaryFile arrow = new();
        File.WriteAllBytes(arrow.Path, Bytes(ArrowRows.Make(nulls: false, 1), isFile: true));
        Assert.Equal(
            $"{text.Path} is text and {arrow.Path} is Arrow data; read them in two runs",
            Assert.Throws<InputException>(() => Telemetry.Read(text.Path, arrow.Path).ToTable()).Message);
        Assert.Equal("the plan names no input", Assert.Throws<PlanException>(() => Telemetry.Read().ToTable()).Message);
        Assert.Equal("there is no file nowhere.csv", Assert.Throws<InputException>(() => Telemetry.Read("nowhere.csv").ToTable()).Message);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void StandardInputIsToldToo(bool isArrow)
    {
        List<RecordBatch> batches = ArrowRows.Make(nulls: false, 3);
        byte[] bytes = isArrow ? Bytes(batches, isFile: false) : System.Text.Encoding.UTF8.GetBytes("value\n0\n0.1\n0.2\n");
        Assert.Equal(["3"], TableText.Rows(Telemetry.Read("-").Aggregate(Count("value")).With(new RunOptions { StandardInput = new MemoryStream(bytes) }).ToTable()));
    }

    [Fact]
    public void ATextOfTheProgramIsReadAgainAndAgain()
    {
        Pipeline pipeline = Telemetry.ReadCsvText("größe;wert\nä;1,5\nö;2,25\n", new TextPlan { Delimiter = ";", DecimalComma = true }).Where("größe = 'ä' or wert > 2").Aggregate(Count(), Sum("wert"));
        for (int run = 0; run < 3; run++)
        {
            Assert.Equal(["2|3.75"], TableText.Rows(pipeline.ToTable()));
        }

        string many = "n\n" + string.Concat(Enumerable.Range(0, 100_000).Select(n => $"{n}\n"));
        Assert.Equal(["4999950000"], TableText.Rows(Telemetry.ReadCsvText(many).Aggregate(Sum("n")).ToTable()));
    }

    [Fact]
    public void ATextOfTheProgramHasErrorsLikeAnyText()
    {
        Assert.StartsWith("input line 3, byte 4, column 'n': ", Assert.Throws<InputException>(() => Telemetry.ReadCsvText("n\n1\nx\n").Schema(("n", "int64")).Aggregate(Sum("n")).ToTable()).Message, StringComparison.Ordinal);
        Assert.Throws<InputException>(() => Telemetry.ReadCsvText("").ToTable());
        Assert.Equal(
            "the text is a string already, so it has no encoding; leave out windows-1252",
            Assert.Throws<PlanException>(() => Telemetry.ReadCsvText("n\n", new TextPlan { Encoding = "windows-1252" })).Message);
    }

    private static byte[] Packed(byte[] bytes)
    {
        using MemoryStream packed = new();
        using (GZipStream gzip = new(packed, CompressionLevel.Fastest))
        {
            gzip.Write(bytes);
        }

        return packed.ToArray();
    }

    private static byte[] Bytes(List<RecordBatch> batches, bool isFile)
    {
        using MemoryStream bytes = new();
        using (ArrowStreamWriter writer = isFile ? new ArrowFileWriter(bytes, batches[0].Schema, leaveOpen: true) : new ArrowStreamWriter(bytes, batches[0].Schema, leaveOpen: true))
        {
            foreach (RecordBatch batch in batches)
            {
                writer.WriteRecordBatch(batch);
            }

            writer.WriteEnd();
        }

        return bytes.ToArray();
    }
}
