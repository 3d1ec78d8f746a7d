using Apache.Arrow.Types;
using TelemetryEngine.Columns;
using TelemetryEngine.Formats.Times;
using TelemetryEngine.Quoting;

namespace TelemetryEngine.Formats.Csv;

// From what the sample showed to types: numbers, flags and texts. Times are told by TimeInference, notations of numbers by NumberChoice.
internal sealed class CsvInference(CsvDialect dialect, TimeLayout? wanted, string firstInput)
{
    private readonly InferenceNotes _notes = new();

    // What a reader of the result would want to know.
    public IReadOnlyList<MessageText> Notes => _notes.All;

    // Adds a note about a column.
    public void Note(Message note) => _notes.Add(note);

    // True when the sample has no value in any column, as that of a file with a header and no rows.
    public bool SawNothing { get; set; }

    // Tells the columns that are times.
    public TimeInference Times => field ??= new TimeInference(dialect.Time, wanted, firstInput, _notes);

    // Looks at all columns for how numbers are written.
    public NumberChoice Numbers(IReadOnlyList<string> names, IReadOnlyList<ColumnEvidence> columns) =>
        new(dialect, columns.Where((_, i) => MayBeNumber(names[i])), _notes);

    // What a column is that is none of times, as far as the sample shows.
    public InferredColumn TypeOf(string name, ColumnEvidence seen, NumberChoice numbers)
    {
        bool isTime = name == dialect.Time.Column;
        if (seen.Values == 0)
        {
            return new InferredColumn(TypeOfNothing(name, seen, isTime));
        }

        if (seen.Bools == seen.Values)
        {
            return new InferredColumn(new ColumnType(ColumnKind.Bool));
        }

        bool isKey = dialect.Keys.Contains(name);
        bool isIdentifier = !isKey && !dialect.Numbers.Contains(name) && IdentifierNames.IsIdentifier(name);
        NumberReading reading = isTime ? NumberReading.Text(null) : numbers.Read(name, seen, isKey || isIdentifier);
        string? identifier = reading.Type is { } type ? AsWritten(name, seen, type, isKey, isIdentifier) : null;
        if (reading.Type is { } number && identifier is null)
        {
            return new InferredColumn(number) { Unit = reading.Unit };
        }

        if (!isKey && reading.Doubt is { } doubt)
        {
            _notes.Add($"{name} read as text: {doubt}");
            return new InferredColumn(Text) { Doubt = doubt };
        }

        NoteText(name, seen, isTime, identifier);
        return new InferredColumn(
            Text)
        {
            Reason = seen.Texts > 0 && seen.Texts < seen.Values
                ? string.Create(null, $"text because of '{seen.FirstText}', as {seen.Texts} of {seen.Values} in the sample are no numbers")
                : identifier
        };
    }

    private static ColumnType Text => new(ColumnKind.Utf8);

    // what compares by how it is written is no candidate: it must not decide how the others are read
    private bool MayBeNumber(string name) =>
        !dialect.Keys.Contains(name)
        && name != dialect.Time.Column
        && !TimeNames.IsTime(name)
        && (dialect.Schema.Find(name) is not (>= 0 and int declared) || dialect.Schema[declared].Type.IsNumeric);

    // Why a column of numbers is text all the same; null where it is not.
    private string? AsWritten(string name, ColumnEvidence seen, ColumnType type, bool isKey, bool isIdentifier)
    {
        NumberEvidence numbers = seen.Numbers;
        if (isKey)
        {
            return type.Kind != ColumnKind.Int64 || numbers.Canonical < seen.Values + seen.Words
                ? "a key, which counts as it is written"
                : null;
        }

        if (dialect.Numbers.Contains(name) || numbers.DigitTexts < seen.Values)
        {
            return null;
        }

        if (seen.Formulas == seen.Values)
        {
            return "written as the formula of a text";
        }

        bool isQuantity = IdentifierNames.IsQuantity(name);
        if ((isIdentifier || !isQuantity) && numbers.LeadingZeros > 0)
        {
            return "numbers that begin with a zero are identifiers";
        }

        if ((isIdentifier || !isQuantity) && numbers.BeyondInt64 > 0)
        {
            return "integers of so many digits are identifiers";
        }

        bool isLong = isIdentifier && numbers.MostDigits > LongestCount;
        bool isEven =
            !isQuantity && seen.Values > 1 && numbers.LeastDigits == numbers.MostDigits && numbers.MostDigits >= LeastIdentifier
                && numbers.EpochLike < seen.Values;
        return isLong || isEven ? "integers of so many digits are identifiers" : null;
    }

    // A float64 holds integers of so many digits exactly.
    private const int LongestCount = 15;

    // Integers of at least so many digits, all of them of as many, are identifiers whatever their column is called.
    private const int LeastIdentifier = 12;

    // a day on which a device sent nothing is no reason to stop: what the plan wants of a column says what it would hold
    private ColumnType TypeOfNothing(string name, ColumnEvidence seen, bool isTime)
    {
        if (isTime || (SawNothing && TimeNames.IsTime(name)))
        {
            return Times.Timestamp(TimeUnit.Microsecond);
        }

        if (dialect.Numbers.Contains(name) || seen.NaNs > 0 || (SawNothing && dialect.AllNumbersBut?.Contains(name) == false))
        {
            return new ColumnType(ColumnKind.Decimal);
        }

        _notes.Add($"{name} read as text because the sample holds no value of it; {Fix.Schema.With(name, "float64")} reads it as numbers");
        return Text;
    }

    private void NoteText(string name, ColumnEvidence seen, bool isTime, string? identifier)
    {
        (string text, int count) = seen.CommonText;
        if (identifier is not null)
        {
            // a key and the formula of a text were meant so; of avg(*) the plan says what it leaves out
            if (!dialect.Keys.Contains(name) && seen.Formulas < seen.Values && dialect.AllNumbersBut is null)
            {
                _notes.Add($"{name} read as text: {identifier}; {Fix.Schema.With(name, "float64")} reads it as numbers");
            }
        }
        else if (isTime && !Times.Doubts.Exists(doubt => doubt.Column == name))
        {
            _notes.Add($"{name} read as text because '{text}' is not an ISO-8601 time; {Fix.TimeFormat} says how the times are written");
        }
        else if (count > 0 && dialect.AllNumbersBut is null && (seen.Values - seen.Texts) * 2 > seen.Values)
        {
            _notes.Add($"{name} read as text because of '{text}' ({count}×); {Fix.Schema.With(name, "float64")} reads it as numbers");
        }
    }
}

// What the sample says of a column.
internal sealed record InferredColumn(ColumnType Type)
{
    // The unit that its numbers carry, or null.
    public string? Unit { get; init; }

    // Why nothing can be computed with the column before an option says how it is read; null where it can.
    public MessageText? Doubt { get; init; }

    // Why a column with numbers is text, or null.
    public string? Reason { get; init; }
}
