using TelemetryEngine.Execution;
using TelemetryEngine.Formats.Csv;
using TelemetryEngine.Sources;

namespace TelemetryEngine.Tests.Formats.Csv;

/// <summary>What is no row though it stands among them, and rows with more or fewer fields, under all settings.</summary>
public sealed class RecordRulesTests
{
    private static readonly SourceSettings[] All =
    [
        new(),
        new() { MorselBytes = 1, BatchRows = 1, Threads = 1 },
        new() { MorselBytes = 7, BatchRows = 2, Threads = 2 },
        new() { MorselBytes = 64, BatchRows = 3, Threads = 7 },
    ];

    [Theory]
    [InlineData("a,b\n1,x\na,b\n2,y\r\na,b\r\n3,z\na,b")]
    [InlineData("a,b\n1,x\n,\n2,y\n,\r\n\n3,z\n,")]
    [InlineData("a,b\r\n1,x\r\n\r\na,b\r\n,\r\n2,y\r\n3,z\r\n")]
    public void Repeated_headers_and_records_of_nothing_are_no_rows(string text)
    {
        foreach (SourceSettings settings in All)
        {
            foreach (ErrorPolicy policy in Enum.GetValues<ErrorPolicy>())
            {
                SourceContents read = CsvReading.Read(text, null, settings with { Policy = policy });
                Assert.Equal([1L, 2L, 3L], read.Column(0));
                Assert.Equal(3, read.RowsRead);
                Assert.Empty(read.Rejects);
                Assert.Equal(["x", "y", "z"], CsvReading.Read(text, null, settings with { Policy = policy, Columns = ["b"] }).Rows.Select(static row => row.Values[^1]));
            }
        }
    }

    [Fact]
    public void What_was_passed_over_is_counted()
    {
        using TemporaryFile file = new("a,b\n1,x\na,b\n,\n,\n2,y\n");
        using CsvSource source = CsvSource.Open([file.Path], new CsvDialect());
        using Executor executor = Executor.Open(new Plan { Source = new SourcePlan { Paths = [file.Path] } }, input: null, new RunOptions(), isRun: true);
        executor.Run(CancellationToken.None).Dispose();
        Assert.Empty(source.Notes);
        Assert.Equal(["1 record repeating the header passed over", "2 records without any value passed over"], executor.Summary.Notes.Select(static note => note.ToString()));
    }

    [Theory]
    [InlineData(RaggedRows.Pad, "1|2|3;4|5|null;6|null|null;7|8|9", 1)]
    [InlineData(RaggedRows.Cut, "1|2|3;4|5|null;6|null|null;7|8|9;10|11|12", 0)]
    [InlineData(RaggedRows.Error, "1|2|3", 4)]
    public void Ragged_rows_are_what_is_wanted(object ragged, string expected, int rejects)
    {
        const string Text = "a,b,c\n1,2,3\n4,5\n6\r\n7,8,9,\n10,11,12,13\n";
        foreach (SourceSettings settings in All)
        {
            CsvDialect options = CsvReading.Typed(("a", "int64"), ("b", "int64"), ("c", "int64")) with { Ragged = (RaggedRows)ragged, SkipLines = 0, TrailingFields = 0 };
            SourceContents read = CsvReading.Read(Text, options, settings with { Policy = ErrorPolicy.Skip });
            Assert.Equal(expected, string.Join(';', read.Rows.Select(static row => string.Join('|', row.Values.Select(static value => value ?? "null")))));
            Assert.Equal(rejects, read.Rejects.Count);
        }
    }

    [Fact]
    public void A_padded_row_that_is_wrong_has_its_place()
    {
        CsvDialect options = CsvReading.Typed(("a", "int64"), ("b", "int64"), ("c", "int64")) with { Ragged = RaggedRows.Pad };
        SourceContents read = CsvReading.Skip("a,b,c\n1,2,3\n4,x\n7,8,9\n", options);
        Assert.Equal((3L, 12L, "b"), read.Rejects.Select(static reject => (reject.Line, reject.Position, reject.Column)).Single());
        Assert.Equal([1L, 7L], read.Column(0));
    }

    [Fact]
    public void Only_records_of_a_kind_are_rows()
    {
        const string Text = "100,head\n300,1,5\n\"300\",2,6\n400,x,y,z\n300,3,7\n900\n";
        foreach (SourceSettings settings in All)
        {
            CsvDialect options = new() { HasHeader = false, KeepRecords = ["300"u8.ToArray()], Columns = ["kind", "n", "v"] };
            SourceContents read = CsvReading.Read(Text, options, settings);
            Assert.Equal([1L, 2L, 3L], read.Column(1));
            Assert.Equal(3, read.RowsRead);
        }
    }

    [Fact]
    public void Columns_are_matched_by_name()
    {
        using TemporaryFile a = new("time,x,name\n2024-01-01 00:00:00,1,p\n");
        using TemporaryFile b = new("name,time,x\nq,2024-01-01 00:10:00,2\nr,2024-01-01 00:20:00,3\n");
        using TemporaryFile c = new("x,time\n4,2024-01-01 00:30:00\n");
        foreach (SourceSettings settings in All)
        {
            using CsvSource two = CsvSource.Open([a.Path, b.Path], new CsvDialect());
            SourceContents read = SourceReader.Read(two, settings);
            Assert.Equal([1L, 2L, 3L], read.Column(1));
            Assert.Equal(["p", "q", "r"], read.Column(2));
            using CsvSource all = CsvSource.Open([c.Path, a.Path, b.Path], new CsvDialect { UnionByName = true });
            Assert.Equal(["x", "time", "name"], all.Schema.Columns.Select(static column => column.Name));
            SourceContents union = SourceReader.Read(all, settings);
            Assert.Equal([4L, 1L, 2L, 3L], union.Column(0));
            Assert.Equal([null, "p", "q", "r"], union.Column(2));
        }
    }

    [Fact]
    public void Given_names_never_rename_what_the_header_says()
    {
        using TemporaryFile a = new("time,x,y\n2024-01-01 00:00:00,1,10\n");
        using TemporaryFile b = new("time,y,x\n2024-01-01 00:10:00,20,2\n");
        CsvDialect options = new() { Columns = ["time", "x", "y"] };
        Assert.Throws<InputException>(() => CsvSource.Open([a.Path, b.Path], options));
        Assert.Contains("its header says", Assert.Throws<InputException>(() => CsvSource.Open([b.Path], options)).Message, StringComparison.Ordinal);
        using CsvSource renamed = CsvSource.Open([b.Path], options with { Columns = ["when", "p", "q"] });
        Assert.Equal(3, renamed.Schema.Count);
    }

    [Fact]
    public void A_run_of_nul_bytes_is_an_error_in_its_place_and_says_nothing_of_its_column()
    {
        SourceContents read = CsvReading.Skip("time,v\n2024-01-01 00:00:00,1\n\0\0\0\0\n\0\0\0\02024-01-01 01:00:00,2\n2024-01-01 02:00:00,3\n");
        Assert.Equal([3L, 4L], read.Rejects.Select(static reject => reject.Line));
        Assert.Equal([1L, 3L], read.Column(1));
    }
}
