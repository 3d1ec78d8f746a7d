using System.Globalization;
using TelemetryEngine.Columns;
using TelemetryEngine.Formats.Csv;

namespace TelemetryEngine.Tests.Formats.Csv;

/// <summary>Strangers' tables give their exact values, or an error: never other values.</summary>
public sealed class StrangerTableTests
{
    private const int Tables = 2000;

    [Fact]
    public void A_table_gives_what_it_holds_or_an_error()
    {
        int read = 0;
        for (int seed = 0; seed < Tables; seed++)
        {
            StrangerTable table = new(seed);
            using TemporaryFile file = new(table.Bytes);
            if (Read(file.Path, table, new SourceSettings()) is not { } found)
            {
                continue;
            }

            read++;
            string expected = string.Join('\n', table.Rows.Select(static row => string.Join('|', row.Select(static value => value?.ToString("G29", CultureInfo.InvariantCulture)))));
            Assert.True(expected == found, $"seed {seed}\n{table.Text}\n{found}");
            SourceSettings hostile = new() { MorselBytes = 1 + (seed % 70), BatchRows = 1 + (seed % 3), Threads = 1 + (seed % 7) };
            Assert.Equal(found, seed % 10 == 0 ? Read(file.Path, table, hostile) : found);
        }

        Assert.True(read > Tables * 0.9, $"{read} of {Tables} tables were read");
    }

    /// <summary>The numbers of all rows; null where the table is refused.</summary>
    private static string? Read(string path, StrangerTable table, SourceSettings settings)
    {
        try
        {
            using CsvSource source = CsvSource.Open([path], new CsvDialect { Encoding = table.Encoding == "windows-1252" ? table.Encoding : null });
            SourceContents read = SourceReader.Read(source, settings);
            int numbers = table.Rows[0].Length;

            if (source.Schema.Count <= numbers)
            {
                return source.Schema.Columns.All(static column => column.Type.Kind is ColumnKind.Utf8 or ColumnKind.Timestamp) ? null : "columns are missing";
            }

            // a column of texts can't be summed: that is an error too
            bool areTexts = Enumerable.Range(1, numbers).Any(column => source.Schema[column].Type.Kind == ColumnKind.Utf8 && read.Column(column).Any(static value => value is not null));
            return areTexts ? null : read.First is null ? string.Join('\n', read.Rows.Select(row => string.Join('|', row.Values.Skip(1).Take(numbers).Select(Plain)))) : null;
        }
        catch (Exception error) when (error is InputException or PlanException)
        {
            return null;
        }
    }

    private static string Plain(object? value) =>
        value is null ? "" : decimal.TryParse(value.ToString()!, NumberStyles.Number, CultureInfo.InvariantCulture, out decimal number) ? number.ToString("G29", CultureInfo.InvariantCulture) : value.ToString()!;
}
