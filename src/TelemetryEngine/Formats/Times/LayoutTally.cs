using System.Text;

namespace TelemetryEngine.Formats.Times;

// What the texts of one column showed that have one layout in common, and how the orders of the date fit them.
internal sealed class LayoutTally(in TimeShape first)
{
    // Steps from date to date that all go one way by chance once in 360 times.
    private const int EnoughSteps = 5;

    private readonly TimeShape _first = first;
    private readonly int[] _fits = new int[3];
    private readonly int[] _lastDays = new int[3];
    private readonly int[] _stepsUp = new int[3];
    private readonly int[] _stepsDown = new int[3];
    private bool _exampleShows;
    private TimeShapes _some;
    private TimeShapes _all = (TimeShapes)(-1);

    public int Signature => _first.Signature;

    // Times of this layout.
    public int Count { get; private set; }

    // A time in which the orders of the date show, if there was one; else the first.
    public string Example { get; private set; } = "";

    // True when they have a date.
    public bool HasDate => _first.Family >= 0;

    // True when they have a time of day.
    public bool HasClock => _first.Clock != ClockKind.None;

    // True where the time of day is an hour alone.
    public bool IsHourAlone => _first is { Clock: ClockKind.Hour, HalfDay: 0 };

    // True where a year has two digits and no clock follows: what could be a version or a number of something else.
    public bool IsVague => !HasClock && HasDate && Family is { YearDigits: 2, IsNamed: false };

    // True when a fraction had digits beyond microseconds.
    public bool NeedsNanoseconds => (_some & TimeShapes.Nanoseconds) != 0;

    // The abbreviations of zones, in the order in which they came.
    public List<string> Abbreviations { get; } = [];

    // The date's place in the table.
    public int FamilyPlace => _first.Family;

    public DateFamily Family => DateFamily.All[_first.Family];

    // Times that an order fits.
    public int Fits(int order) => HasDate ? _fits[order] : Count;

    // The orders that fit as many times as the best one does, those first that fit all.
    public IReadOnlyList<int> Orders
    {
        get
        {
            if (!HasDate)
            {
                return [0];
            }

            int best = _fits.Max();
            int[] orders = [.. Enumerable.Range(0, Family.Orders.Length).Where(order => _fits[order] == best)];

            // A year of two digits in front is rare. Where that reading jumps back and forth and another goes one way only, it is none; the
            // other way round proves nothing, as texts that were sorted as texts go one way when read from the left.
            int yearFirst = Array.IndexOf([.. Family.Orders], DateOrder.YearMonthDay);
            bool jumps = yearFirst > 0 && _stepsUp[yearFirst] > 0 && _stepsDown[yearFirst] > 0;
            return jumps && orders.Any(GoesOneWay) ? [.. orders.Where(order => order != yearFirst)] : orders;
        }
    }

    private bool GoesOneWay(int order) =>
        Math.Min(_stepsUp[order], _stepsDown[order]) == 0 && _stepsUp[order] + _stepsDown[order] >= EnoughSteps;

    public void Add(in TimeShape shape, ReadOnlySpan<byte> text)
    {
        if (Count++ == 0 || (!_exampleShows && shape.First != shape.Second))
        {
            Example = Encoding.UTF8.GetString(text);
            _exampleShows = shape.First != shape.Second;
        }

        _some |= shape.Shapes;
        _all &= shape.Shapes;
        if (shape.Abbreviation is { } word && !Abbreviations.Contains(word))
        {
            Abbreviations.Add(word);
        }

        int orders = shape.Family < 0 ? 0 : TimeScan.DateOrders(shape);
        for (int order = 0; orders >> order != 0; order++)
        {
            if ((orders >> order & 1) == 0)
            {
                continue;
            }

            (int year, int month, int day) = TimeScan.Parts(shape, Family.Orders[order]);
            int days = (year * 12 + month) * 31 + day;
            bool isFirst = _fits[order]++ == 0;
            _stepsUp[order] += !isFirst && days > _lastDays[order] ? 1 : 0;
            _stepsDown[order] += !isFirst && days < _lastDays[order] ? 1 : 0;
            _lastDays[order] = days;
        }
    }

    // Takes in dates without a clock, which are times at midnight.
    public void AddDates(LayoutTally dates)
    {
        Count += dates.Count;
        _some |= dates._some;
        for (int order = 0; order < 3; order++)
        {
            _fits[order] += dates._fits[order];
        }
    }

    // Takes in ISO dates, which fit the one order that the family has.
    public void AddDates(int count)
    {
        Count += count;
        _fits[0] += count;
    }

    // The layout in one of the orders.
    // order: The order's place in the family.
    // clockMayMiss: True where some have no clock.
    public string Pattern(int order, bool clockMayMiss)
    {
        string date = HasDate ? Family.Pattern(Family.Orders[order], _some) : "";
        string joint = _first.Joint switch
        {
            ',' => ", ",
            '\0' => "",
            _ => _first.Joint.ToString(),
        };
        StringBuilder text = new();
        text.Append(
            !HasDate
                ? Clock()
                : !HasClock
                    ? date
                    : _first.ClockIsFirst ? Clock() + joint + date : clockMayMiss ? $"{date}[{joint}{Clock()}]" : date + joint + Clock());
        return text.Append(_first.Interval switch
        {
            '/' => "/*",
            't' => " 'to' *",
            '-' => " - *",
            _ => "",
        }).ToString();
    }

    private string Clock()
    {
        string sign = _first.Clock switch
        {
            ClockKind.Colons => ":",
            ClockKind.Dots => ".",
            ClockKind.Blanks => " ",
            _ => "",
        };
        bool isShort = (_some & TimeShapes.ShortMinute) != 0;
        string hour = (_some & TimeShapes.ShortHour) != 0 || isShort ? _first.HalfDay > 0 ? "h" : "H" : _first.HalfDay > 0 ? "hh" : "HH";
        string minute = _first.Clock == ClockKind.Hour ? "" : sign + (isShort ? "m" : "mm");
        string second = sign + (isShort ? "s" : "ss") + Fraction();
        second = Optional(TimeShapes.Seconds, second);
        return hour + minute + second + (_first.HalfDay == 0 ? "" : _first.HalfDay == 1 ? "tt" : " tt") + Optional(TimeShapes.Zone, "z");
    }

    private string Fraction() =>
        (_some & TimeShapes.Fraction) == 0 ? "" : ((_some & TimeShapes.FractionComma) != 0 ? "," : ".") + "FFFFFFFFF";

    private string Optional(TimeShapes part, string text) => (_all & part) != 0 ? text : (_some & part) != 0 ? $"[{text}]" : "";
}
