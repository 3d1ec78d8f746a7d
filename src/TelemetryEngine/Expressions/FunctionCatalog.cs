using TelemetryEngine.Kernels.Compare;

namespace TelemetryEngine.Expressions;

// All operators and functions, a line for each.
internal static class FunctionCatalog
{
    private const int Any = int.MaxValue;

    public static IReadOnlyList<Function> All { get; } =
    [
        new("or", "a or b", "true when one is; null when that is not known", LogicFunctions.Or, 2, 2, IsOperator: true),
        new("and", "a and b", "true when both are; null when that is not known", LogicFunctions.And, 2, 2, IsOperator: true),
        new("not", "not a", "true for false, null for null", LogicFunctions.Not, IsOperator: true),
        new("=", "a = b, a == b", "equal; a NaN is equal to nothing", call => Comparisons.Bind(call, Comparison.Equal), 2, 2,
            IsOperator: true),
        new("<>", "a <> b, a != b", "less or greater; false beside a NaN", call => Comparisons.Bind(call, Comparison.NotEqual), 2, 2,
            IsOperator: true),
        new("<", "a < b", "less; text by its UTF-8 bytes, false before true", call => Comparisons.Bind(call, Comparison.Less), 2, 2,
            IsOperator: true),
        new("<=", "a <= b", "less or equal", call => Comparisons.Bind(call, Comparison.LessOrEqual), 2, 2, IsOperator: true),
        new(">", "a > b", "greater", call => Comparisons.Bind(call, Comparison.Greater), 2, 2, IsOperator: true),
        new(">=", "a >= b", "greater or equal", call => Comparisons.Bind(call, Comparison.GreaterOrEqual), 2, 2, IsOperator: true),
        new("is null", "a is [not] null", "whether there is no value; never null", LogicFunctions.IsNull, IsOperator: true),
        new("between", "a [not] between b and c", "b <= a and a <= c", LogicFunctions.Between, 3, 3, IsOperator: true),
        new("in", "a [not] in (b, ...)", "a = b or ...", LogicFunctions.In, 2, Any, IsOperator: true),
        new("like", "a [not] like 'pattern'", "text that fits: % is any characters, _ is one", TextFunctions.Like, 2, 2, IsOperator: true),
        new("+", "a + b", "sum; a time plus an interval", ArithmeticFunctions.Add, 2, 2, IsOperator: true),
        new("-", "a - b", "difference; a time minus an interval; seconds between two times", ArithmeticFunctions.Subtract, 2, 2,
            IsOperator: true),
        new("*", "a * b", "product; integer overflow is a row error", ArithmeticFunctions.Multiply, 2, 2, IsOperator: true),
        new("/", "a / b", "quotient, always float64; by 0 it is infinite or NaN", ArithmeticFunctions.Divide, 2, 2, IsOperator: true),
        new("%", "a % b", "rest, with the sign of a; an integer % 0 is a row error", ArithmeticFunctions.Modulo, 2, 2, IsOperator: true),
        new("negate", "-a", "the value with its sign turned", ArithmeticFunctions.Negate, IsOperator: true),
        new("case", "case [x] when a then b ... [else c] end", "the first b whose a is true (or equals x)", ChoiceFunctions.Case, 2, Any,
            IsOperator: true),
        new("if", "if(a, b[, c])", "b where a is true, c elsewhere", ChoiceFunctions.Case, 2, 3),
        new("coalesce", "coalesce(a, ...)", "the first value that is not null", ChoiceFunctions.Coalesce, 1, Any),
        new("nullif", "nullif(a, b)", "a, but null where a = b", ChoiceFunctions.NullIf, 2, 2),
        new("least", "least(a, ...)", "the smallest number or time; nulls and NaNs are passed over", ChoiceFunctions.Extremum<Least>, 1,
            Any),
        new("greatest", "greatest(a, ...)", "the greatest number or time; nulls and NaNs are passed over",
            ChoiceFunctions.Extremum<Greatest>, 1, Any),
        new("abs", "abs(x)", "the value without its sign", ArithmeticFunctions.Abs),
        new("round", "round(x[, n])", "x to n digits (0 to 15, else 0), halves away from zero", ArithmeticFunctions.Round, 1, 2),
        new("floor", "floor(x)", "the greatest whole number that is not above x", ArithmeticFunctions.Floor),
        new("ceil", "ceil(x)", "the smallest whole number that is not below x", ArithmeticFunctions.Ceiling),
        new("is_nan", "is_nan(x)", "whether x is NaN", ArithmeticFunctions.IsNaN),
        new("int64", "int64(x), cast(x as int64)", "x as an integer, halves to even; a row error when it has none",
            Casts.Int64),
        new("int32", "int32(x), cast(x as int32)", "x as an int32, halves to even; a row error when it has none", Casts.Int32),
        new("float64", "float64(x), cast(x as float64)", "x as a float64; a row error for text that is no number",
            Casts.Float64),
        new("float32", "float32(x), cast(x as float32)", "x as the nearest float32; a row error for what is beyond its range or no number",
            Casts.Float32),
        new("decimal", "decimal(x, p, s), cast(x as decimal(p, s))",
            "x with s digits behind the point, halves away from zero; a row error when it has more than p digits then", Casts.Decimal, 3, 3),
        new("bool", "bool(x), cast(x as bool)", "true for 1 and 'true', false for 0 and 'false'; a row error for all else", Casts.Bool),
        new(Casts.TimestampName, "timestamp(x[, 'unit'[, 'zone']]), cast(x as timestamp)",
            "a time, or text by ISO-8601, as a time in s, ms, us or ns; what is finer is cut off a time, and a row error of text",
            Casts.Timestamp, 1, Casts.TimestampArguments),
        new("utf8", "utf8(x), cast(x as utf8)", "x as text, as a result in CSV has it; times in UTC", Casts.Utf8),
        new("try", "try(x), try_cast(x as int64)", "x, but null in a row where x is an error", Casts.Try),
        new("sign", "sign(x)", "-1, 0 or 1 as x is below, equal to or above 0", ArithmeticFunctions.Sign),
        new("sqrt", "sqrt(x)", "the square root; NaN below 0", ArithmeticFunctions.Elementary<Sqrt>),
        new("exp", "exp(x)", "e to the power of x", ArithmeticFunctions.Elementary<Exp>),
        new("ln", "ln(x)", "the natural logarithm; -Infinity of 0, NaN below", ArithmeticFunctions.Elementary<Ln>),
        new("log10", "log10(x)", "the decimal logarithm; -Infinity of 0, NaN below", ArithmeticFunctions.Elementary<Log10>),
        new("pow", "pow(x, y)", "x to the power of y; NaN for x below 0 unless y is whole", ArithmeticFunctions.Pow, 2, 2),
        new("lower", "lower(text)", "the text in lower case", TextFunctions.Lower),
        new("upper", "upper(text)", "the text in upper case", TextFunctions.Upper),
        new("length", "length(text)", "its number of characters", TextFunctions.Length),
        new("concat", "concat(text, ...)", "the texts one behind the other; null when one is null", TextFunctions.Concat, 1, Any),
        new("substring", "substring(text, n[, length])", "the characters from the n-th on, or with -n from the n-th last on",
            TextFunctions.Substring, 2, 3),
        new("trim", "trim(text[, 'characters'])", "the text without white space, or without those characters, at both ends",
            TextFunctions.Trim, 1, 2),
        new("replace", "replace(text, 'a', 'b')", "the text with b for each a", TextFunctions.Replace, 3, 3),
        new("split_part", "split_part(text, 'a', n)", "the n-th part between a and a, or with -n the n-th last; null where there is none",
            TextFunctions.SplitPart, 3, 3),
        new("starts_with", "starts_with(text, 'a')", "whether the text begins with a", TextFunctions.StartsWith, 2, 2),
        new("ends_with", "ends_with(text, 'a')", "whether the text ends with a", TextFunctions.EndsWith, 2, 2),
        new("contains", "contains(text, 'a')", "whether a is in the text", TextFunctions.Contains, 2, 2),
        new("regexp_like", "regexp_like(text, 'pattern')", "whether a regular expression is found in the text",
            TextFunctions.RegexpLike, 2, 2),
        new("regexp_extract", "regexp_extract(text, 'pattern'[, group])",
            "the first match of a regular expression, or a group of it; null where there is none", TextFunctions.RegexpExtract, 2, 3),
        TimePart<YearPart>("year", "the year"),
        TimePart<QuarterPart>("quarter", "the quarter of the year, 1 to 4"),
        TimePart<MonthPart>("month", "the month, 1 to 12"),
        TimePart<DayPart>("day", "the day of the month, 1 to 31"),
        TimePart<DayOfYearPart>("day_of_year", "the day of the year, 1 to 366"),
        TimePart<WeekdayPart>("weekday", "the day of the week by ISO-8601: 1 is Monday, 7 is Sunday"),
        TimePart<IsoWeekPart>("iso_week", "the week by ISO-8601, 1 to 53: from Monday, of the year that its Thursday is in"),
        TimePart<IsoYearPart>("iso_year", "the year that the week of iso_week is in"),
        TimePart<HourPart>("hour", "the hour, 0 to 23"),
        TimePart<MinutePart>("minute", "the minute, 0 to 59"),
        TimePart<SecondPart>("second", "the whole second, 0 to 59"),
        new("date", "date(time[, 'zone'])", "the date as text, as in 2024-03-31", TimeFunctions.Text<DateText>, 1, 2),
        new("time_of_day", "time_of_day(time[, 'zone'])", "the time of day as text, as in 18:30:00 or 18:30:00.250",
            TimeFunctions.Text<TimeOfDayText>, 1, 2),
        new("is_weekend", "is_weekend(time[, 'zone'])", "whether it is Saturday or Sunday", TimeFunctions.IsWeekend, 1, 2),
        new(FileFunctions.IsHoliday, "is_holiday(time, 'file'[, 'region'[, 'zone']])",
            "whether it is a day of the calendar in the file; a row error in a year of which that has none", FileFunctions.BindHoliday, 2, 4),
        new(FileFunctions.Tariff, "tariff(time, 'file'[, 'holidays'[, 'region'[, 'zone']]])",
            "the tariff of the period in the file that it is in; null where there is none", FileFunctions.BindTariff, 2, 5),
        new("time_bucket", "time_bucket('1h', time[, 'zone'])", "the start of the window of that length that the time is in",
            TimeFunctions.Bucket, 2, 3),
        new("date_trunc", "date_trunc('day', time[, 'zone'])", "the start of the microsecond, millisecond, second … week, month, quarter or year",
            TimeFunctions.Truncate, 2, 3),
    ];

    private static readonly Dictionary<string, Function> ByName = All.ToDictionary(function => function.Name, StringComparer.Ordinal);

    // The names that are called with brackets.
    public static IEnumerable<string> FunctionNames =>
        [.. All.Where(function => !function.IsOperator).Select(function => function.Name), "cast", "try_cast"];

    private static Function TimePart<TPart>(string name, string description)
        where TPart : struct, ITimePart => new(name, $"{name}(time[, 'zone'])", description, TimeFunctions.Part<TPart>, 1, 2);

    // The function of a lower-case name, or null.
    public static Function? Find(string name) => ByName.GetValueOrDefault(name);
}
