namespace TelemetryEngine.Formats.Times;

// The order of a date's parts.
internal enum DateOrder
{
    YearMonthDay,
    DayMonthYear,
    MonthDayYear,
}

// Dates that look alike: what stands between their parts, how many digits the year has, and the orders that the parts may then have. This
// is the table of dates that inference tries.
// First: What stands behind the first part; empty where there is nothing between digits.
// Second: What stands behind the second part.
// IsNamed: True where the month is an English name.
// YearIsFirst: True where the first part has the digits of the year.
// Orders: The orders, in the order in which they are shown.
internal sealed record DateFamily(string First, string Second, int YearDigits, bool IsNamed, bool YearIsFirst, params DateOrder[] Orders)
{
    // The table. Dots are day first by convention, and a year of four digits in front is always followed by the month.
    public static IReadOnlyList<DateFamily> All { get; } =
    [
        new("-", "-", 4, false, true, DateOrder.YearMonthDay),
        new("/", "/", 4, false, true, DateOrder.YearMonthDay),
        new(".", ".", 4, false, true, DateOrder.YearMonthDay),
        new(" ", " ", 4, false, true, DateOrder.YearMonthDay),
        new("", "", 4, false, true, DateOrder.YearMonthDay),
        new("/", "/", 4, false, false, DateOrder.DayMonthYear, DateOrder.MonthDayYear),
        new("-", "-", 4, false, false, DateOrder.DayMonthYear, DateOrder.MonthDayYear),
        new(".", ".", 4, false, false, DateOrder.DayMonthYear),
        new("/", "/", 2, false, false, DateOrder.DayMonthYear, DateOrder.MonthDayYear, DateOrder.YearMonthDay),
        new("-", "-", 2, false, false, DateOrder.DayMonthYear, DateOrder.MonthDayYear, DateOrder.YearMonthDay),
        new(".", ".", 2, false, false, DateOrder.DayMonthYear),
        new(" ", " ", 4, true, false, DateOrder.DayMonthYear),
        new("-", "-", 4, true, false, DateOrder.DayMonthYear),
        new("/", "/", 4, true, false, DateOrder.DayMonthYear),
        new(" ", " ", 2, true, false, DateOrder.DayMonthYear),
        new("-", "-", 2, true, false, DateOrder.DayMonthYear),
        new("/", "/", 2, true, false, DateOrder.DayMonthYear),
        new("-", "-", 4, true, true, DateOrder.YearMonthDay),
        new(" ", " ", 4, true, false, DateOrder.MonthDayYear),
        new(" ", ", ", 4, true, false, DateOrder.MonthDayYear),
    ];

    // The family of ISO-8601 dates.
    public const int Iso = 0;

    // The family of year, month and day between blanks, as of three columns.
    public const int Blanks = 3;

    // The family of dates of eight digits.
    public const int Compact = 4;

    // True where the name of a month comes first.
    public bool NameIsFirst => IsNamed && Orders[0] == DateOrder.MonthDayYear;

    // The layout in one of the orders.
    // shape: Which parts were seen with one digit.
    public string Pattern(DateOrder order, TimeShapes shape)
    {
        string year = YearDigits == 4 ? "yyyy" : "yy";
        string[] parts = order switch
        {
            DateOrder.YearMonthDay => [year, Month(shape, TimeShapes.ShortSecond), Day(shape, TimeShapes.ShortThird)],
            DateOrder.DayMonthYear => [Day(shape, TimeShapes.ShortFirst), Month(shape, TimeShapes.ShortSecond), year],
            _ => [Month(shape, TimeShapes.ShortFirst), Day(shape, TimeShapes.ShortSecond), year],
        };
        return parts[0] + First + parts[1] + Second + parts[2];
    }

    private string Month(TimeShapes shape, TimeShapes shortPart) => IsNamed ? "MMM" : (shape & shortPart) != 0 ? "M" : "MM";

    private static string Day(TimeShapes shape, TimeShapes shortPart) => (shape & shortPart) != 0 ? "d" : "dd";
}
