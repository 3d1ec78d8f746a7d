using TelemetryEngine.Formats;
using TelemetryEngine.Sources;

namespace TelemetryEngine.Tests.Formats;

public sealed class RejectWriterTests
{
    [Fact]
    public void RejectsAreCsvInTheOrderGiven()
    {
        using TemporaryFolder folder = new();
        using OutputFile file = RejectWriter.Write(
            folder["rejects.csv"],
            [new Reject(0, 311, "power_w", new MessageText("'abc' is no number"), "abc", 7), new Reject(1, 42, "", new MessageText("3 fields where 4 are expected"), "a,\"b\"\n")],
            ["meters.csv", "more, meters.csv"]);
        Assert.DoesNotContain("rejects.csv", folder.Names);
        file.Commit();
        Assert.Equal(
            "file,line,byte_offset,column,error,text\n"
            + "meters.csv,7,311,power_w,'abc' is no number,abc\n"
            + "\"more, meters.csv\",,42,,3 fields where 4 are expected,\"a,\"\"b\"\"\n\"\n",
            File.ReadAllText(folder["rejects.csv"]));
        Assert.Equal(["rejects.csv"], folder.Names);
    }

    [Fact]
    public void NoRejectsAreAHeader()
    {
        using MemoryStream stream = new();
        RejectWriter.Write(stream, [], []);
        Assert.Equal("file,line,byte_offset,column,error,text\n"u8, stream.ToArray());
    }
}
