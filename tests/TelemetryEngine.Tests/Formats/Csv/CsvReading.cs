using TelemetryEngine.Columns;
using TelemetryEngine.Formats.Csv;
using TelemetryEngine.Sources;

namespace TelemetryEngine.Tests.Formats.Csv;

/// <summary>Short ways to read a text in a test.</summary>
internal static class CsvReading
{
    public static CsvDialect Typed(params (string Name, string Type)[] columns) => new()
    {
        Schema = new ColumnSchema([.. columns.Select(static column => new Column(column.Name, Type(column.Type)))]),
    };

    public static ColumnType Type(string text) => ColumnType.TryParse(text, out ColumnType type) ? type : throw new ArgumentException(text, nameof(text));

    public static SourceContents Read(string text, CsvDialect? options = null, SourceSettings? settings = null)
    {
        using TemporaryFile file = new(text);
        return Read(file.Path, options, settings, out _);
    }

    public static SourceContents Read(byte[] text, CsvDialect? options = null, SourceSettings? settings = null)
    {
        using TemporaryFile file = new(text);
        return Read(file.Path, options, settings, out _);
    }

    public static SourceContents Read(string path, CsvDialect? options, SourceSettings? settings, out ColumnSchema schema)
    {
        using CsvSource source = CsvSource.Open([path], options ?? new CsvDialect());
        schema = source.Schema;
        return SourceReader.Read(source, settings);
    }

    public static SourceContents Skip(string text, CsvDialect? options = null) => Read(text, options, new SourceSettings { Policy = ErrorPolicy.Skip });

    /// <summary>The columns and notes that a text is understood to have.</summary>
    public static (IReadOnlyList<string> Columns, IReadOnlyList<string> Notes) Inspect(string text, CsvDialect? options = null)
    {
        using TemporaryFile file = new(text);
        using CsvSource source = CsvSource.Open([file.Path], options ?? new CsvDialect());
        return ([.. source.Schema.Columns.Select(static column => $"{column.Name}={column.Type}")], [.. source.Notes.Select(static note => note.ToString())]);
    }
}
