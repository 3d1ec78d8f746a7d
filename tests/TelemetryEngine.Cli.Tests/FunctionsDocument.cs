using System.Text;

namespace TelemetryEngine.Cli.Tests;

/// <summary>Writes docs/functions.md: from the catalogue, with examples and what they give.</summary>
internal static class FunctionsDocument
{
    private const string Readings = "time,meter,power_w,phase,note\n2024-03-31T00:30:00Z,a-17,2.5,1,ok\n2024-03-31T01:30:00Z,b-08,-4.0,2,\n";

    private const string Holidays = "date,region,name\n2024-03-29,,Good Friday\n2024-03-31,DE-BB,Easter Sunday\n2024-05-30,DE-BY,Corpus Christi\n";

    private const string Periods = "tariff,days,from,to\nhigh,mon-fri,06:00,22:00\nlow,mon-fri,22:00,24:00\nlow,mon-fri,00:00,06:00\nlow,sat sun,00:00,24:00\n";

    /// <summary>An example for each, on the first of the rows.</summary>
    private static readonly Dictionary<string, string> Examples = new()
    {
        ["or"] = "phase = 3 or power_w > 2",
        ["and"] = "phase = 1 and power_w > 2",
        ["not"] = "not phase = 1",
        ["="] = "phase = 1.0",
        ["<>"] = "meter <> 'a-17'",
        ["<"] = "meter < 'b'",
        ["<="] = "power_w <= 2.5",
        [">"] = "time > '2024-03-31'",
        [">="] = "power_w >= 3",
        ["is null"] = "note is not null",
        ["between"] = "power_w between 0 and 3",
        ["in"] = "meter in ('a-17', 'c-99')",
        ["like"] = "meter like 'a%'",
        ["+"] = "0.1 + 0.2",
        ["-"] = "time - timestamp '2024-03-31'",
        ["*"] = "power_w * 3",
        ["/"] = "7 / 2",
        ["%"] = "-7 % 3",
        ["negate"] = "-power_w",
        ["case"] = "case phase when 1 then 'L1' else 'other' end",
        ["if"] = "if(power_w > 0, 'in', 'out')",
        ["coalesce"] = "coalesce(null, power_w)",
        ["nullif"] = "nullif(note, '')",
        ["least"] = "least(power_w, phase, null)",
        ["greatest"] = "greatest(power_w, phase)",
        ["abs"] = "abs(-power_w)",
        ["round"] = "round(2.345, 2)",
        ["floor"] = "floor(-2.5)",
        ["ceil"] = "ceil(2.1)",
        ["is_nan"] = "is_nan(0 / 0)",
        ["int64"] = "int64(split_part(meter, '-', 2))",
        ["int32"] = "try_cast('3000000000' as int32)",
        ["float32"] = "float32('0.1') = 0.1",
        ["decimal"] = "cast('2.345' as decimal(5, 2))",
        ["bool"] = "cast(phase as bool)",
        ["timestamp"] = "cast('2024-03-31 02:30+01:00' as timestamp)",
        ["float64"] = "float64('1e3')",
        ["utf8"] = "utf8(power_w)",
        ["try"] = "coalesce(try(int64(meter)), -1)",
        ["sign"] = "sign(power_w)",
        ["sqrt"] = "sqrt(2)",
        ["exp"] = "exp(1)",
        ["ln"] = "ln(2)",
        ["log10"] = "log10(1000)",
        ["pow"] = "pow(2, 0.5)",
        ["lower"] = "lower('ÀB')",
        ["upper"] = "upper(meter)",
        ["length"] = "length('Zürich')",
        ["concat"] = "concat(meter, '/', utf8(phase))",
        ["substring"] = "substring(meter, 3, 2)",
        ["trim"] = "trim('  x ')",
        ["replace"] = "replace(meter, '-', '_')",
        ["split_part"] = "split_part(meter, '-', -1)",
        ["starts_with"] = "starts_with(meter, 'a-')",
        ["ends_with"] = "ends_with(meter, '7')",
        ["contains"] = "contains(note, 'k')",
        ["regexp_like"] = "regexp_like(meter, '^[a-c]-[0-9]+$')",
        ["regexp_extract"] = "regexp_extract(meter, '([a-z])-([0-9])', 2)",
        ["year"] = "year(time)",
        ["quarter"] = "quarter(time)",
        ["month"] = "month(time)",
        ["day"] = "day(time)",
        ["day_of_year"] = "day_of_year(time)",
        ["weekday"] = "weekday(time)",
        ["iso_week"] = "iso_week(time)",
        ["iso_year"] = "iso_year(timestamp '2024-12-30')",
        ["hour"] = "hour(time, 'Europe/Berlin')",
        ["minute"] = "minute(time, 'Asia/Kolkata')",
        ["second"] = "second(time)",
        ["date"] = "date(time, 'America/New_York')",
        ["time_of_day"] = "time_of_day(time)",
        ["is_weekend"] = "is_weekend(time)",
        ["is_holiday"] = "is_holiday(time, 'holidays.csv', 'DE-BB', 'Europe/Berlin')",
        ["tariff"] = "tariff(time, 'periods.csv')",
        ["time_bucket"] = "time_bucket('1d', time, 'Europe/Berlin')",
        ["date_trunc"] = "date_trunc('month', time)",
    };

    public static string Write()
    {
        using TemporaryFolder folder = new();
        folder.Put("readings.csv", Readings);
        folder.Put("holidays.csv", Holidays);
        folder.Put("periods.csv", Periods);
        StringBuilder text = new();
        text.Append(
            """
            # Functions

            <!-- Written by a test from the catalogue and from what the examples give. To write it anew:
                 TELEMETRY_WRITE_DOCS=1 dotnet run -c Release --project tests/TelemetryEngine.Cli.Tests -- -class TelemetryEngine.Cli.Tests.FunctionsDocumentTests -->

            What stands in expressions: in `--where` and `--derive`, and within aggregates. How they compute, with which zone and with which last digit, is in
            [semantics.md](semantics.md#expressions). The examples are of the first of these rows:


            """);
        text.Append(Indented(Readings));
        text.Append("\n## Operators and functions of a row\n\n| written | means | example | gives |\n|---|---|---|---|\n");
        foreach (CatalogEntry function in Catalog.Functions)
        {
            string example = Examples[function.Name];
            text.Append($"| {Code($"{function.Usage}")} | {Cell(function.Description)} | {Code(example)} | {Code(Result(folder, example))} |\n");
        }

        text.Append("\nThe file of `is_holiday` is `holidays.csv`, that of `tariff` is `periods.csv`:\n\n");
        text.Append($"{Indented(Holidays)}\n{Indented(Periods)}");
        text.Append("\n## Aggregates\n\n| call | gives |\n|---|---|\n");
        foreach (CatalogEntry aggregate in Catalog.Aggregates)
        {
            text.Append($"| {Code($"{aggregate.Usage}")} | {Cell(aggregate.Description)} |\n");
        }

        text.Append("\nEach may have a filter and a name: `avg(power_w) filter (where phase = 1) as mean_w`.\n");
        return text.ToString();
    }

    private static string Result(TemporaryFolder folder, string example)
    {
        string[] words = ["convert", "readings.csv", "--schema", "power_w=decimal", "--derive", $"result = {example}", "--limit", "1", "--quiet"];
        string row = TelemetryProcess.Run(folder.Path, words).Expect(0).Output.TrimEnd('\n').Split('\n')[1];
        return row[(row.LastIndexOf(',') + 1)..].Trim('"');
    }

    private static string Indented(string csv) => string.Concat(csv.TrimEnd('\n').Split('\n').Select(static line => $"    {line}\n"));

    private static string Code(string text) => text.Length == 0 ? "null" : $"`{Cell(text)}`";

    private static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal);
}
