using System.Globalization;
using TelemetryEngine.Quoting;

namespace TelemetryEngine.Formats.Csv;

// Where the table of a text begins, and what stands around it.
// SkipLines: Lines before the header, or before the first row where there is none.
// SkipAfterHeader: Records between the header and the first row: units, kinds.
// TrailingFields: Fields that records may have behind those with a name; they are always empty.
// Comment: The character with which lines begin that are no rows; null = not one that was found.
internal sealed record TableStart(int SkipLines = 0, int SkipAfterHeader = 0, int TrailingFields = 0, char? Comment = null)
{
    // What was passed over and left out, to be said with the result.
    public IReadOnlyList<MessageText> Notes { get; init; } = [];
}

// Finds where a table begins: the columns are what most of the later records have, a column is one of numbers or times where most of its
// fields are, and the header is the line above the first record that fits these. A first line that can be a header is one.
internal sealed class TableStartFinder
{
    private readonly List<HeadRecord> _records;
    private readonly CsvDialect _dialect;
    private readonly string _name;
    private readonly TableColumns _columns;
    private readonly List<MessageText> _notes = [];

    private TableStartFinder(HeadText head, CsvDialect dialect, string name)
    {
        _records = head.Records;
        _dialect = dialect;
        _name = name;
        _columns = TableColumns.Of(head.Records);
    }

    // Looks at the first records.
    // throws PlanException: The first record is a row, and the names are missing: it would be lost.
    // throws InputException: The records have nothing in common.
    public static TableStart Find(HeadText head, CsvDialect dialect, string name)
    {
        int before = dialect.SkipLines ?? head.SeparatorLines;
        if (!dialect.HasHeader || dialect.KeepRecords.Length > 0 || head.Records.Count == 0)
        {
            return new TableStart(before, dialect.SkipAfterHeader ?? 0, dialect.TrailingFields ?? 0);
        }

        return new TableStartFinder(head, dialect, name).Find(before);
    }

    private TableStart Find(int before)
    {
        int reading = FirstReading(0);
        if (_dialect.SkipLines is null)
        {
            EnsureNamed(reading);
        }

        reading = reading == 0 ? FirstReading(1) : reading;
        bool isSaid = _dialect.SkipLines is not null || _dialect.Columns.Count > 0;
        int header = isSaid ? 0 : HeaderAbove(reading);
        int units = _dialect.SkipAfterHeader ?? Units(header, reading);
        int trailing = _dialect.TrailingFields ?? Trailing(header, header + units + 1);
        if (header > 0)
        {
            before = _records[header].Line - 1;
            _notes.Add(
                Message.Of(
                    $"{Lines(before)} before the header in line {_records[header].Line} of {_name} passed over; the first that says anything: '{_records[0].Shown}'"));
        }

        return new TableStart(before, units, trailing, Comment(header)) { Notes = _notes };
    }

    // The first record from a place on that is a row of the table; −1 when none is.
    private int FirstReading(int from)
    {
        for (int i = from; i < _records.Count; i++)
        {
            if (_columns.AreValuesOf(_records[i]))
            {
                return i;
            }
        }

        return -1;
    }

    // A first record that is a row would be lost as a header, and every sum with it.
    private void EnsureNamed(int reading)
    {
        HeadRecord first = _records[Math.Max(reading, 0)];
        bool isRow = reading == 0 ? _columns.IsRowAlone(first, _records.Count == 1) : reading > 0 && IsTitle(_records[reading - 1]);
        if (!isRow)
        {
            return;
        }

        MessageText? skip = reading > 0 ? Message.Of($" {Fix.SkipLines.With(Number(first.Line - 1))}") : null;
        throw new PlanException(
            $"line {first.Line} of {_name} looks like a row, not like the names of columns: '{first.Shown}'; {Fix.NoHeader}{skip} reads it as one (and {Fix.Columns} names the columns), {Fix.HeaderLine.With(Number(first.Line))} takes it for the names");
    }

    // True for a single text above a table of several columns.
    private bool IsTitle(HeadRecord record) =>
        record.NamedFields == 1 && record.Kinds[0] == FieldKind.Text && record.Fields.Length < _columns.Width && _columns.Width > 1
            && !_records.Exists(r => r.Line < record.Line && _columns.CanName(r));

    private int HeaderAbove(int reading)
    {
        if (reading < 0)
        {
            // texts alone: the first line that has as many fields as most; what stands above a table has no more fields than it
            int named =
                _columns.CanName(_records[0]) || _records[0].NamedFields > _columns.Width ? 0 : _records.FindIndex(_columns.CanName);
            return Math.Max(0, named);
        }

        // units and kinds may stand between the names and the rows
        int header = Math.Max(0, reading - 1);
        int above = header;
        while (above > 0 && !IsNames(_records[above]))
        {
            above--;
        }

        header = IsNames(_records[above])
            && Array.TrueForAll(_records[above].Fields[.._records[above].NamedFields], static name => name.Length > 0) ? above : header;
        EnsureTable(header);
        bool isFirst = header > 0 && _columns.CanName(_records[0])
            && (HeaderWords.HasTimeName(_records[0].Fields) || !HeaderWords.HasTimeName(_records[header].Fields));
        return isFirst ? 0 : header;
    }

    private bool IsNames(HeadRecord record) => _columns.CanName(record) && !HeaderWords.AreUnits(record.Fields);

    // Where records are of many kinds, none of them is the header of the others.
    private void EnsureTable(int header)
    {
        if (_columns.CanName(_records[header]) || _records.Count < 4 || _columns.Share >= 0.5)
        {
            return;
        }

        string counts = string.Join(", ", _records.Take(6).Select(static record => record.Fields.Length));
        throw new InputException(
            $"{_name} is no table: its lines have {counts}{(_records.Count > 6 ? ", …" : "")} fields; {Fix.HeaderLine} names the line of the names, {Fix.KeepRecords.With(_records[^1].Fields[0])} {Fix.NoHeader} reads only records that begin with a word",
            _name, _records[0].Line);
    }

    // True for a record of units. Texts in a single column of numbers may as well be a row that can't be read.
    private bool AreUnits(HeadRecord record) => _columns.AreTexts(record) && (_columns.Values > 1 || HeaderWords.AreUnits(record.Fields));

    // How many records below the header are texts where the columns are numbers or times.
    private int Units(int header, int reading)
    {
        int units = 0;
        while (units < 3 && header + 1 + units < reading && AreUnits(_records[header + 1 + units]))
        {
            units++;
        }

        if (units > 0)
        {
            string rows = units == 1 ? "1 record" : string.Create(null, $"{units} records");
            _notes.Add(
                Message.Of(
                    $"{rows} below the header of {_name} passed over, as there are texts where the rows have numbers or times: '{_records[header + 1].Shown}'; {Fix.SkipAfterHeader.With("0")} reads it as a row"));
        }

        return units;
    }

    // Fields at the end of all records that have neither a name nor ever a value.
    private int Trailing(int header, int firstRow)
    {
        int named = _records[header].NamedFields;
        int most = _records[header].Fields.Length;
        if (_dialect.Columns.Count > named)
        {
            return 0;
        }

        bool any = false;
        int least = int.MaxValue;
        for (int i = firstRow; i < _records.Count; i++)
        {
            HeadRecord row = _records[i];
            if (row.Fields.Length < named || row.Text.StartsWith('#'))
            {
                continue;
            }

            if (row.NamedFields > named)
            {
                return 0;
            }

            any = true;
            most = Math.Max(most, row.Fields.Length);
            least = Math.Min(least, row.Fields.Length);
        }

        // where the header does not end so, either all records do or those that do are wrong
        if (!any || most == named || named == 0 || (_records[header].Fields.Length == named && least != most))
        {
            return 0;
        }

        string fields = most - named == 1 ? "an empty field" : string.Create(null, $"{most - named} empty fields");
        _notes.Add(Message.Of($"the records of {_name} end with {fields} without a name, left out"));
        return most - named;
    }

    // Lines that begin with # above the header have others of their kind below it, none of which is a row.
    private char? Comment(int header)
    {
        if (_dialect.Comment >= 0 || header == 0 || !_records[0].Text.StartsWith('#'))
        {
            return null;
        }

        List<HeadRecord> below = [.. _records.Skip(header + 1).Where(static record => record.Text.StartsWith('#'))];
        return below.Count > 0 && !below.Exists(_columns.AreValuesOf) ? '#' : null;
    }

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Lines(int count) => count == 1 ? "1 line" : string.Create(null, $"{count} lines");
}
