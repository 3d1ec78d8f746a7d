using System.Text;
using TelemetryEngine.Columns;
using TelemetryEngine.Quoting;

namespace TelemetryEngine.Formats.Csv;

// How the numbers of a file are written, from what the sample showed of all its columns. One notation holds for the whole file: the
// separator and the sign between thousands are those of the columns that leave no doubt. A column that would be one number with a point and
// another with a comma is text, and stops a plan that computes with it, until an option says what is meant.
internal sealed class NumberChoice
{
    // A column of which one value in ten or fewer is no number is a column of numbers, if there are at least so many.
    private const int LeastNumbers = 10;

    private readonly CsvDialect _dialect;
    private readonly InferenceNotes _notes;
    private readonly bool _mayPointGroup;

    // Semicolons stand where the comma is part of numbers, so that points alone may part thousands; elsewhere integers below a thousand
    // beside them say that they may.
    private readonly bool _isSemicolon;
    private readonly int _notation;

    // columns: The columns that may be numbers.
    public NumberChoice(CsvDialect dialect, IEnumerable<ColumnEvidence> columns, InferenceNotes notes)
    {
        _dialect = dialect;
        _notes = notes;
        ColumnEvidence[] numbers =
            [.. columns.Where(static c => c.Values > 0 && (IsNumber(c, 0) || IsNumber(c, NumberNotation.PerSeparator)))];
        byte separator = Separator(numbers, out bool isSure);
        byte thousands = dialect.Thousands ?? Thousands(numbers, separator, isSure);
        Notation = new NumberNotation(separator, thousands);
        _notation = Notation.Place;
        _isSemicolon = dialect.Delimiter == (byte)';';
        _mayPointGroup = dialect.Delimiter != (byte)',' && dialect.Thousands is null && separator == (byte)'.' && !isSure;
        if (_notation < 0)
        {
            throw new PlanException($"'{(char)separator}' can't be both the decimal separator and what parts thousands");
        }

        if (separator == (byte)',' && dialect.DecimalSeparator != separator && dialect.Thousands is null)
        {
            string proof = numbers.First(static c => c.Numbers.CommaProof is not null).Numbers.CommaProof!;
            notes.Add($"numbers are read with a decimal comma because of '{proof}'; {Fix.DecimalComma} says so");
        }

        if (thousands != 0 && dialect.Thousands is null)
        {
            notes.Add(
                $"'{(char)thousands}' is read as what parts thousands; {NotationHints.Options(Notation, new NumberNotation(separator, 0))} says so");
        }
    }

    // The notation of all numbers.
    public NumberNotation Notation { get; }

    // What a column is as numbers.
    // seen: What was seen of it; not empty.
    // isStrict: True for keys and identifiers, which are numbers only when all values are.
    public NumberReading Read(string name, ColumnEvidence seen, bool isStrict)
    {
        NumberEvidence numbers = seen.Numbers;
        int count = numbers.In(_notation);
        if (count < seen.Values && (isStrict || !IsMostly(count, seen.Values)))
        {
            return NumberReading.Text(Doubt(name, seen));
        }

        if (_mayPointGroup && count == seen.Values && numbers.MayPointGroup && (_isSemicolon || numbers.Integers > 0))
        {
            return NumberReading.Text(
                Message.Of(
                    $"'{numbers.Doubtful}' in column '{name}' may be a number with three decimals or one of a thousand and more; {Fix.Schema.With(name, "float64")} says the first, {Fix.Thousands.With(".")} the second"));
        }

        if (!TryUnit(numbers, count, out string? unit))
        {
            return NumberReading.Text(UnitDoubt(name, numbers));
        }

        if (unit is not null && !_dialect.StripUnits)
        {
            _notes.Add($"{name}: its numbers are read without their unit {unit}; {Fix.StripUnits} says so");
        }

        bool isInteger = count == numbers.Integers && unit is null;
        return new NumberReading(
            isInteger ? new ColumnType(ColumnKind.Int64) : new ColumnType(ColumnKind.Decimal, Scale: numbers.Scale(Notation.Separator)),
            unit, null);
    }

    // The unit of a column whose type is named.
    public string? UnitOf(ColumnEvidence seen) =>
        TryUnit(seen.Numbers, seen.Numbers.In(_notation), out string? unit) ? unit : null;

    // The unit that the numbers have in common, or null. False where some have another one or none.
    private bool TryUnit(NumberEvidence numbers, int count, out string? unit)
    {
        unit = null;
        int with = numbers.WithUnits;
        if (with == 0 || (!_dialect.StripUnits && IsMostly(count - with, count)))
        {
            return true;
        }

        (unit, int most) = numbers.CommonUnit;
        return _dialect.StripUnits || (numbers.Units == 1 && (most >= count || NumberUnits.IsMoney(unit)));
    }

    private static MessageText UnitDoubt(string name, NumberEvidence numbers) => numbers.OtherUnit is { } other
        ? Message.Of($"the numbers of column '{name}' have different units, as '{numbers.WithUnit}' and '{other}' have")
        : Message.Of(
            $"'{numbers.WithUnit}' in column '{name}' has a unit and other numbers have none; with {Fix.StripUnits} those are errors");

    private MessageText? Doubt(string name, ColumnEvidence seen)
    {
        bool isNumber = false;
        for (int i = 0; i < NumberNotation.All.Length; i++)
        {
            isNumber |= IsIn(seen, i);
        }

        string? example = seen.Numbers.Doubtful ?? seen.Numbers.CommaProof ?? seen.Numbers.PointProof;
        return isNumber && example is not null
            && WrittenNumber.TryParse(Encoding.UTF8.GetBytes(example), out WrittenNumber number)
            && NotationHints.For(number.Digits, Notation) is { } hint
            ? Message.Of($"what number '{example}' in column '{name}' is can't be told: {hint}")
            : null;
    }

    private byte Separator(ColumnEvidence[] columns, out bool isSure)
    {
        isSure = true;
        if (_dialect.DecimalSeparator == (byte)',' || _dialect.Thousands == (byte)'.')
        {
            return (byte)',';
        }

        if (_dialect.Thousands == (byte)',')
        {
            return (byte)'.';
        }

        bool anyPoint = columns.Any(static c => c.Numbers.PointProofs > 0 && IsNumber(c, 0));
        bool anyComma = columns.Any(static c => c.Numbers.CommaProofs > 0 && IsNumber(c, NumberNotation.PerSeparator));
        isSure = anyPoint != anyComma;
        return anyComma && !anyPoint ? (byte)',' : (byte)'.';
    }

    private static byte Thousands(ColumnEvidence[] columns, byte separator, bool isSure)
    {
        int first = separator == (byte)',' ? NumberNotation.PerSeparator : 0;
        int proven = 0;
        for (int i = first + 1; i < first + NumberNotation.PerSeparator; i++)
        {
            int notation = i;
            if (Array.Exists(columns, c => c.Numbers.GroupProofs(notation) > 0 && IsIn(c, notation)))
            {
                proven |= 1 << i;
            }
        }

        // two signs in one file: neither is told
        if (proven == 0 && isSure && Array.Exists(columns, c => IsIn(c, first + 1) && !IsIn(c, first) && HasGroups(c.Numbers, first > 0)))
        {
            proven = 1 << (first + 1);
        }

        return System.Numerics.BitOperations.IsPow2(proven)
            ? NumberNotation.All[System.Numerics.BitOperations.TrailingZeroCount(proven)].Thousands : (byte)0;
    }

    // a fraction in another value says which sign is the separator; else all numbers below a thousand stand without a sign, and all others
    // with one
    private static bool HasGroups(NumberEvidence numbers, bool withComma) =>
        (withComma ? numbers.CommaProofs : numbers.PointProofs) > 0
            || (numbers.ShortIntegers > 0 && numbers.ShortIntegers == numbers.Integers);

    // True when a column is one of numbers in some notation of a separator.
    private static bool IsNumber(ColumnEvidence seen, int first)
    {
        for (int i = first; i < first + NumberNotation.PerSeparator; i++)
        {
            if (IsIn(seen, i))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsIn(ColumnEvidence seen, int notation) =>
        seen.Numbers.In(notation) == seen.Values || IsMostly(seen.Numbers.In(notation), seen.Values);

    private static bool IsMostly(int count, int values) => count >= LeastNumbers && count * 10L >= values * 9L;
}

// What a column is as numbers.
// Type: Its type; null where it is none of numbers.
// Unit: The unit that its numbers carry, or null.
// Doubt: Why a column of numbers can't be read as one before an option says how; null where it can, or is none.
internal readonly record struct NumberReading(ColumnType? Type, string? Unit, MessageText? Doubt)
{
    public static NumberReading Text(MessageText? doubt) => new(null, null, doubt);
}
