namespace TelemetryEngine.Tests.Formats.Inputs;

/// <summary>Files by name or pattern, for those who read many.</summary>
public sealed class InputNamesTests
{
    [Fact]
    public void A_pattern_stands_for_the_files_that_match_it()
    {
        using TemporaryFolder folder = new();
        string[] files = [folder.Put("a-1.csv", "v\n1\n"), folder.Put("a-2.csv", "v\n2\n")];
        folder.Put("b.csv", "v\n4\n");
        folder.Put(".a-3.csv", "v\n8\n");

        Assert.Equal(files, Telemetry.FindFiles(folder["a-*.csv"]));
        Assert.Equal(["3"], TableText.Rows(Telemetry.Read([.. Telemetry.FindFiles(folder["a-?.csv"])]).Aggregate(Aggregate.Sum("v")).ToTable()));
        Assert.Equal(["-"], Telemetry.FindFiles("-"));
    }

    [Fact]
    public void A_file_of_that_very_name_comes_before_what_matches()
    {
        using TemporaryFolder folder = new();
        folder.Put("a1.csv", "");
        string odd = folder.Put("a[1].csv", "");

        Assert.Equal([odd], Telemetry.FindFiles(folder["a[1].csv"]));
    }

    [Fact]
    public void What_stands_for_no_file_is_an_error_that_says_what_is_near()
    {
        using TemporaryFolder folder = new();
        string readings = folder.Put("readings.csv", "");
        Assert.Equal($"no such file: '{folder["reading.csv"]}'; did you mean '{readings}'?", Missing(folder["reading.csv"]));
        Assert.Equal($"no such file: '{folder["far/x.csv"]}' (there is no folder '{folder["far"]}')", Missing(folder["far/x.csv"]));
        Assert.Equal($"no file matches '{folder["x*"]}'", Assert.Throws<PlanException>(() => Telemetry.FindFiles(folder["x*"])).Message);
        PlanException whole = Assert.Throws<PlanException>(() => Telemetry.FindFiles(folder[""]));
        Assert.Equal($"'{folder[""]}' is a folder; name the files in it, such as '{folder["*.csv"]}'", whole.Message);
    }

    private static string Missing(string path)
    {
        InputException error = Assert.Throws<InputException>(() => Telemetry.FindFiles(path));
        Assert.Equal(path, error.File);
        return error.Message;
    }
}
