using System.Text;
using TelemetryEngine.Columns;
using TelemetryEngine.Quoting;
using TelemetryEngine.Sources;

namespace TelemetryEngine.Execution.Planning;

// A small table of texts that a function of expressions needs as a whole, such as a calendar: a file of any format with columns.
internal sealed class SideFile
{
    private const int MostRows = 100_000;

    private readonly string[] _columns;
    private readonly bool _hasLines;

    private SideFile(string path, Source source)
    {
        Path = path;
        _columns = [.. source.Schema.Columns.Select(static column => column.Name)];
        List<SideRow> rows = Read(source);

        // a pipe is gone, so its lines are not known
        IEnumerable<Reject> places = rows.Select(static row => new Reject(0, row.Place, "", new MessageText(""), ""));
        Rows = [.. rows.Zip(source.ResolveLines(places), static (row, place) => row with { Line = place.Line })];
        _hasLines = Rows.All(static row => row.Line > 0);
        source.CheckUnchanged();
    }

    public string Path { get; }

    // The rows in the order of the file.
    public IReadOnlyList<SideRow> Rows { get; }

    // Reads a file.
    // function: What asks for it, for errors.
    // throws PlanException: It is no table.
    // throws InputException: It can't be opened, or a row can't be read.
    public static SideFile Read(string path, string function, RunOptions options, MemoryBudget budget)
    {
        if (path == "-")
        {
            throw new PlanException($"{function} reads a file by its name, and not standard input");
        }

        ScanPlan plan = new() { Source = new SourcePlan { Paths = [path] }, AsTexts = true };
        using Source source = SourceFactory.Open(ref plan, new PipelineInput(TellsFormat: true), options, budget);
        return new SideFile(path, source);
    }

    // The place of a column, or −1.
    public int Find(string column) => System.Array.IndexOf(_columns, column);

    // The place of a column that has to be there.
    // throws PlanException: It is not.
    public int Need(string column, string function) => Find(column) is >= 0 and var place
        ? place
        : throw new PlanException(
            $"{Path} has no column '{column}', which {function} needs; its columns are {string.Join(", ", _columns)}");

    // What is wrong with a row.
    public InputException Error(SideRow row, string? column, Message reason) => _hasLines
        ? InputException.AtRow(Path, row.Line, row.Place, column, reason.ToText())
        : InputException.AtRow(Path, row.Number, column, reason.ToText());

    // How an error calls a row beside another.
    public string Called(SideRow row) => _hasLines ? $"line {row.Line}" : $"row {row.Number}";

    private List<SideRow> Read(Source source)
    {
        RejectLog log = new(ErrorPolicy.Fail);
        List<SideRow> rows = [];
        using Scan scan = source.Open(new ScanRequest([.. Enumerable.Range(0, _columns.Length)], log, ExactBorders: true));
        using BatchReader reader = scan.CreateReader();
        while (reader.Read(CancellationToken.None) is { } batch)
        {
            for (int row = 0; row < batch.Rows; row++)
            {
                string?[] fields = [.. batch.Columns.Select(column => TextOf(column, row))];
                if (System.Array.Exists(fields, static field => field is not null))
                {
                    rows.Add(new SideRow(fields, rows.Count + 1, batch.Position(row)));
                }
            }

            if (rows.Count > MostRows)
            {
                throw new InputException($"{Path} has more than {MostRows:N0} rows, which is no calendar", Path);
            }
        }

        return log.First is not { } first ? rows
            : source.ResolveLines([first]).Single() is { Line: > 0 } placed
                ? throw InputException.AtRow(Path, placed.Line, placed.Position, placed.Column, RowRemedy.Without(placed.Error))
            : throw InputException.AtRow(Path, first.Position + 1, first.Column, RowRemedy.Without(first.Error));
    }

    private static string? TextOf(ColumnVector? column, int row)
    {
        if (column is null || column.IsNull(row))
        {
            return null;
        }

        string text = Encoding.UTF8.GetString(column.Dictionary![column.Codes[row]]).Trim();
        return text.Length == 0 ? null : text;
    }
}

// A row of a side file: its texts without blanks around them, null where there is none.
// Number: Which it is, from 1 on.
// Place: Where its record starts, in bytes.
// Line: The line that is on; 0 where that is not known.
internal sealed record SideRow(string?[] Fields, int Number, long Place, long Line = 0);
