using System.Globalization;

namespace TelemetryEngine.Formats.Csv;

// What most of the first records have in common: the number of fields, and what stands in each.
internal sealed class TableColumns
{
    private readonly FieldKind[] _kinds;
    private readonly List<HeadRecord> _rows;
    private readonly bool _hasTime;
    private readonly int _neverFilled;

    private TableColumns(List<HeadRecord> rows, int width, double share, FieldKind[] kinds, int neverFilled, bool hasTime)
    {
        _rows = rows;
        Width = width;
        Share = share;
        _kinds = kinds;
        _hasTime = hasTime;
        _neverFilled = neverFilled;
    }

    // The number of fields that most records have.
    public int Width { get; }

    // How many of the records have that many, from 0 to 1.
    public double Share { get; }

    // How many columns hold numbers or times.
    public int Values => Array.FindAll(_kinds, static kind => kind is not (FieldKind.Nothing or FieldKind.Text)).Length;

    // The part of the filled fields that are numbers or times, from 0 to 1.
    public double TypedShare { get; private init; }

    // True when a record above could name the columns.
    public bool HasNames { get; private init; }

    // Looks at the later half of the records, which hold the rows if any do.
    public static TableColumns Of(List<HeadRecord> records)
    {
        List<HeadRecord> later = Later(records);
        int width = records.Count == 0 ? 0 : Most(later, records);
        List<HeadRecord> rows = later.FindAll(record => record.Fields.Length == width);
        FieldKind[] kinds = new FieldKind[width];
        int typed = 0;
        int filled = 0;
        int never = width;
        bool hasTime = false;
        for (int column = 0; column < width; column++)
        {
            int[] seen = new int[(int)FieldKind.Text + 1];
            foreach (HeadRecord row in rows)
            {
                seen[(int)row.Kinds[column]]++;
            }

            filled += rows.Count - seen[(int)FieldKind.Nothing];
            typed += rows.Count - seen[(int)FieldKind.Nothing] - seen[(int)FieldKind.Text];
            kinds[column] = MostCommon(seen);
            hasTime |= IsTime(kinds[column]) && seen[(int)kinds[column]] * 2 >= rows.Count;
            never = kinds[column] == FieldKind.Nothing ? never : width - 1 - column;
        }

        double share = later.Count == 0 ? 0 : (double)rows.Count / later.Count;
        TableColumns columns = new(rows, width, share, kinds, never, hasTime);
        return new TableColumns(rows, width, share, kinds, never, hasTime)
        {
            TypedShare = filled == 0 ? 0 : (double)typed / filled,
            HasNames = records.Exists(r => columns.CanName(r) && !columns.AreValuesOf(r))
        };
    }

    // True for a record whose fields are what the columns hold: its time is one, or, without times, all of its numbers are.
    public bool AreValuesOf(HeadRecord record)
    {
        if (record.Fields.Length != Width)
        {
            return false;
        }

        int same = 0;
        int other = 0;
        bool hasSameTime = false;
        for (int column = 0; column < Width; column++)
        {
            FieldKind expected = _kinds[column];
            FieldKind found = record.Kinds[column];
            if (expected is FieldKind.Nothing or FieldKind.Text || found == FieldKind.Nothing)
            {
                continue;
            }

            same += found == expected ? 1 : 0;
            other += found == expected ? 0 : 1;
            hasSameTime |= IsTime(expected) && found == expected;
        }

        return _hasTime ? hasSameTime : same > 0 && other == 0;
    }

    // True for a record all of whose fields are texts in columns of numbers and times.
    public bool AreTexts(HeadRecord record)
    {
        bool any = false;
        for (int column = 0; column < Math.Min(Width, record.Fields.Length); column++)
        {
            if (_kinds[column] is not (FieldKind.Nothing or FieldKind.Text) && record.Kinds[column] != FieldKind.Nothing)
            {
                if (record.Kinds[column] != FieldKind.Text)
                {
                    return false;
                }

                any = true;
            }
        }

        return any && record.Fields.Length <= Width;
    }

    // True for a record that could be the names: one for each column that ever holds anything, all different, hardly any missing, and some
    // of them texts.
    public bool CanName(HeadRecord record)
    {
        int named = record.NamedFields;
        if (named < Width - _neverFilled || named > Width || named == 0 || record.Fields.Length > Width + 1)
        {
            return false;
        }

        int missing = 0;
        bool hasText = false;
        HashSet<string> seen = new(StringComparer.Ordinal);
        for (int i = 0; i < named; i++)
        {
            missing += record.Fields[i].Length == 0 ? 1 : 0;
            hasText |= record.Kinds[i] == FieldKind.Text;
            if (record.Fields[i].Length > 0 && !seen.Add(record.Fields[i]))
            {
                return false;
            }
        }

        return hasText && missing <= Math.Max(1, named / 4);
    }

    // True when the first record, whose values are those of the columns, is a row and not names that look like values, such as years and
    // times of day beside a text.
    public bool IsRowAlone(HeadRecord record, bool isOnly)
    {
        bool couldBeNames = false;
        bool areNamesLikeValues = true;
        for (int column = 0; column < Width; column++)
        {
            FieldKind found = record.Kinds[column];
            if (IsTime(found) && _kinds[column] == found && !isOnly)
            {
                return true;
            }

            if (_kinds[column] is not (FieldKind.Nothing or FieldKind.Text) && found != FieldKind.Nothing && found != _kinds[column])
            {
                return false;
            }

            couldBeNames |= found is FieldKind.Text or FieldKind.Nothing;
            areNamesLikeValues &= found is FieldKind.Text or FieldKind.Nothing or FieldKind.Clock || IsNameLike(record, column);
        }

        return isOnly ? !couldBeNames && Array.Exists(record.Kinds, IsTime) : !(couldBeNames && areNamesLikeValues);
    }

    // Days and instants; a clock alone may stand above a column of a wide table.
    private static bool IsTime(FieldKind kind) => kind is FieldKind.Date or FieldKind.Instant;

    // True for a number that could be the name of a column: a small whole number, or a year, month or day where the rows have none.
    private bool IsNameLike(HeadRecord record, int column)
    {
        string text = record.Fields[column];
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number)
            && (number is >= 0 and <= 400 || (IsDay(number) && !HasDays(column, text.Length)));
    }

    private bool HasDays(int column, int length) =>
        _rows.FindAll(
            row => row.Fields[column].Length == length && int.TryParse(row.Fields[column], out int number) && IsDay(number)).Count * 2
            >= _rows.Count;

    // True for 2024, 202401 and 20240131.
    private static bool IsDay(int number) => number is >= 1900 and <= 2100
        || (number is >= 190001 and <= 210012 && number % 100 is >= 1 and <= 12)
        || (number is >= 19000101 and <= 21001231 && number / 100 % 100 is >= 1 and <= 12 && number % 100 is >= 1 and <= 31);

    private static List<HeadRecord> Later(List<HeadRecord> records)
    {
        bool hasComments = records.Count > 0 && records[0].Text.StartsWith('#');
        List<HeadRecord> later = [];
        for (int i = records.Count / 2; i < records.Count; i++)
        {
            if (!(hasComments && records[i].Text.StartsWith('#')) && !IsRepeatedHeader(records, i))
            {
                later.Add(records[i]);
            }
        }

        return later.Count > 0 ? later : records.FindAll(static record => !record.Text.StartsWith('#'));
    }

    private static bool IsRepeatedHeader(List<HeadRecord> records, int at)
    {
        if (Array.Exists(records[at].Kinds, static kind => kind is not (FieldKind.Text or FieldKind.Nothing)))
        {
            return false;
        }

        for (int i = 0; i < records.Count / 2; i++)
        {
            if (records[i].Text == records[at].Text)
            {
                return true;
            }
        }

        return false;
    }

    // The number of fields that most records have, and that of the first one where at least half as many have that: a first line is a
    // header as long as it can be.
    private static int Most(List<HeadRecord> records, List<HeadRecord> all)
    {
        int most = 0;
        int width = 0;
        foreach (HeadRecord record in records)
        {
            int count = Count(records, record.Fields.Length);
            if (count > most || (count == most && record.Fields.Length > width))
            {
                (most, width) = (count, record.Fields.Length);
            }
        }

        return Count(all, all[0].Fields.Length) - 1 > most / 2 ? all[0].Fields.Length : width;
    }

    private static int Count(List<HeadRecord> records, int width)
    {
        int count = 0;
        foreach (HeadRecord record in records)
        {
            count += record.Fields.Length == width ? 1 : 0;
        }

        return count;
    }

    private static FieldKind MostCommon(int[] seen)
    {
        FieldKind common = FieldKind.Nothing;
        for (FieldKind kind = FieldKind.Number; kind <= FieldKind.Text; kind++)
        {
            common = seen[(int)kind] > 0 && (common == FieldKind.Nothing || seen[(int)kind] > seen[(int)common]) ? kind : common;
        }

        return common;
    }
}
