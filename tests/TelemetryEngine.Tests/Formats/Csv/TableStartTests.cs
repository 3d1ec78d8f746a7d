using TelemetryEngine.Formats.Csv;

namespace TelemetryEngine.Tests.Formats.Csv;

/// <summary>Where the table begins in files as loggers, meters and portals write them, and what is refused rather than guessed.</summary>
public sealed class TableStartTests
{
    private const string Rows = "2024-01-01 00:00:00,1.5,2\n2024-01-01 00:30:00,2.5,3\n2024-01-01 01:00:00,4,5\n";

    /// <summary>The text, the names that are found, and how many notes say so.</summary>
    public static TheoryData<string, string, int> Starts() => new()
    {
        { "time,a,b\n" + Rows, "time,a,b", 0 },
        { "sep=,\ntime,a,b\n" + Rows, "time,a,b", 1 },
        { "\"sep=,\"\ntime,a,b\n" + Rows, "time,a,b", 1 },
        { "Plot Title: Creek 3\ntime,a,b\n" + Rows, "time,a,b", 1 },
        { "\n\n\ntime,a,b\n" + Rows, "time,a,b", 0 },
        { "# site: 12\n# made by,a logger\n\ntime,a,b\n" + Rows, "time,a,b", 1 },
        { "Name : A Person,,\nStart: 09/04/2024,,\n,,\ntime,a,b\n" + Rows, "time,a,b", 1 },
        { "Id,Kind,From,To,What\n12,curve,2024-01-01,2024-01-02,energy\ntime,a,b\n" + Rows, "time,a,b", 1 },
        { "time,a,b\n,[kW],[kWh]\n" + Rows, "time,a,b", 1 },
        { "TOA5,CR1000,CR1000,1,os,prog\nTIMESTAMP,a,b\nTS,Volts,Deg C\n,Avg,Avg\n" + Rows, "TIMESTAMP,a,b", 2 },
        { "time,a,b\n20d,14n,14n\n" + Rows, "time,a,b", 1 },
        { "time,a,a\n" + Rows, "time,a,a_2", 1 },
        { "time,a,\n" + Rows, "time,a,column3", 0 },
        { "Date,a,b\nunavailable,unavailable,NaN\n" + Rows, "Date,a,b", 0 },
        { "id,00:15,00:30\nm1,1.5,2\nm2,2.5,3\n", "id,00:15,00:30", 0 },
        { "country,2020,2021\nDE,5,6\nFR,7,8\n", "country,2020,2021", 0 },
        { "id,20240101,20240102\nm1,5,6\nm2,7,8\n", "id,20240101,20240102", 0 },
        { ",2020,2021\nDE,5,6\nFR,7,8\n", "column1,2020,2021", 0 },
        { "depth,5,10\n2024-01-01 00:00:00,1.5,2\n2024-01-02 00:00:00,1.5,2\n", "depth,5,10", 0 },
        { "name,room\nx,y\nz,u\n", "name,room", 0 },
        { "time,a,b\n", "time,a,b", 0 },
        { "time,a,b\nx\n", "time,a,b", 0 },
        { "time;a;b\n" + Rows.Replace(',', ';'), "time;a;b", 0 },
        { "time\ta\tb\n" + Rows.Replace(',', '\t'), "time\ta\tb", 0 },
        { "time|a|b\n" + Rows.Replace(',', '|'), "time|a|b", 0 },
        { "sep=;\ntime;a;b\n" + Rows.Replace(',', ';'), "time;a;b", 1 },
        { "Zeit, lokal;Temp, C\n2024-01-01 00:00:00;1,5\n2024-01-01 00:30:00;2,5\n", "Zeit, lokal;Temp, C", 0 },
        { "time,list\n2024-01-01 00:00:00,1;2;3\n2024-01-01 00:30:00,4;5;6\n", "time,list", 0 },
    };

    [Theory]
    [MemberData(nameof(Starts))]
    public void The_header_is_found(string text, string names, int notes)
    {
        (IReadOnlyList<string> columns, IReadOnlyList<string> said) = CsvReading.Inspect(text);
        char delimiter = names.FirstOrDefault(static c => c is ';' or '\t' or '|', ',');
        Assert.Equal(names.Split(delimiter), columns.Select(static column => column[..column.LastIndexOf('=')]));
        int shape = said.Count(static note => note.ToString().Contains("passed over", StringComparison.Ordinal) || note.Contains("two columns", StringComparison.Ordinal));
        Assert.Equal(notes, shape + (text.TrimStart('"').StartsWith("sep=", StringComparison.Ordinal) ? 1 : 0));
    }

    [Theory]
    [InlineData("20240101,6120\n20240102,5908\n", "TextPlan.SkipLines = 0")]
    [InlineData("2022-12-25T16:57:12+01:00,test,10,,30\n2022-12-25T16:58:12+01:00,test,12,22,\n", "TextPlan.Header = false")]
    [InlineData("1700000000,1.5\n1700000060,2.5\n", "TextPlan.Header = false")]
    [InlineData("2024-01-01 00:00:00,5\n", "TextPlan.Header = false")]
    [InlineData("Hamburg;12.0\nBulawayo;8.9\n", "TextPlan.Header = false")]
    [InlineData("My meter\n2024-01-01 00:00:00,5\n2024-01-02 00:00:00,5\n", "TextPlan.Header = false and TextPlan.SkipLines = 1")]
    public void A_first_row_is_not_lost_as_names(string text, string hint)
    {
        PlanException error = Assert.Throws<PlanException>(() => CsvReading.Inspect(text));
        Assert.Contains(hint, error.Message, StringComparison.Ordinal);
        Assert.Contains("looks like a row", error.Message, StringComparison.Ordinal);
        Assert.Throws<PlanException>(() => CsvReading.Inspect(text, new CsvDialect { Columns = ["a", "b"] }));
    }

    [Fact]
    public void What_is_said_is_not_looked_for()
    {
        const string Text = "one,two\n3,4\nfive,six\n7,8\n9,10\n";
        Assert.Equal(["five=int64", "six=int64"], CsvReading.Inspect(Text, new CsvDialect { SkipLines = 2 }).Columns);
        Assert.Equal(["7=int64", "8=int64"], CsvReading.Inspect(Text, new CsvDialect { SkipLines = 3 }).Columns);
        Assert.Equal([9L], CsvReading.Read(Text, new CsvDialect { SkipLines = 2, SkipAfterHeader = 1 }).Column(0));
        Assert.Equal([7L, 9L], CsvReading.Read(Text, new CsvDialect { SkipLines = 3, HasHeader = false }).Column(0));
        SourceContents units = CsvReading.Skip("time,a,b\n,[kW],[kWh]\n" + Rows, new CsvDialect { SkipAfterHeader = 0, Schema = CsvReading.Typed(("a", "float64")).Schema });
        Assert.Equal(2, Assert.Single(units.Rejects).Line);
    }

    [Theory]
    [InlineData("A,time,C\n1,2024-01-01 00:00:00,7,\n2,2024-01-01 00:30:00,8,\n", 3)]
    [InlineData("A,time,C,\n1,2024-01-01 00:00:00,7\n2,2024-01-01 00:30:00,8\n", 3)]
    [InlineData("A,time,C,,\r\n1,2024-01-01 00:00:00,7,,\r\n2,2024-01-01 00:30:00,8,,\r\n,,,,\r\n", 3)]
    public void An_empty_field_more_is_left_out(string text, int columns)
    {
        using TemporaryFile file = new(text);
        using CsvSource source = CsvSource.Open([file.Path], new CsvDialect());
        Assert.Equal(columns, source.Schema.Count);
        Assert.Equal([7L, 8L], SourceReader.Read(source).Column(2));
        Assert.Contains(source.Notes, static note => note.ToString().Contains("without a name", StringComparison.Ordinal));
    }

    [Fact]
    public void A_field_more_that_holds_something_is_an_error_in_its_place()
    {
        string text = "A,B\n" + string.Concat(Enumerable.Repeat("1,2,\n", 40_000)) + "3,4,5\n6,7,\n";
        SourceContents read = CsvReading.Skip(text);
        Assert.Equal((40_001, 40_002L), (read.Rows.Count, Assert.Single(read.Rejects).Line));
        Assert.StartsWith("3 fields where the header has 2", read.Rejects[0].Error.ToString(), StringComparison.Ordinal);
        Assert.Equal(3, CsvReading.Skip("A,B\n1,2\n3,4,\n5,6,7\n8,9\n10,11\n").Rows.Count);
    }

    [Fact]
    public void Lines_of_many_kinds_are_no_table()
    {
        InputException error = Assert.Throws<InputException>(() => CsvReading.Inspect("100,NEM12,2004\n200,a,b,c,d\n300,20040201,1,2,3,4\n200,a,b,c,d\n300,20040201,1,2,3,4\n900\n"));
        Assert.Contains("is no table: its lines have 3, 5, 6, 5, 6, 1 fields", error.Message, StringComparison.Ordinal);
    }
}
