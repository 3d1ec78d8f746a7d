using TelemetryEngine.Columns;

namespace TelemetryEngine.Expressions;

// Whether each time is on a holiday by the clock of a zone.
internal sealed class HolidayNode(BoundNode time, ZoneClock clock, HolidayCalendar calendar, Call call)
    : ComputedNode(ResultTypes.Bool, time)
{
    private readonly string _outOfRange = TimeFunctions.OutOfRange(call);

    // the day looked at last; none yet
    private long _day = long.MinValue;
    private bool _isHoliday;
    private string? _unknown;

    protected override void Fill(EvaluationScope scope)
    {
        ColumnVector from = Operands[0].Evaluate(scope);
        Result.Reset(scope.Rows);
        ReadOnlySpan<long> instants = from.Int64s[..scope.Rows];
        Span<byte> bits = Result.Bits;
        bits.Clear();
        for (int row = 0; row < instants.Length; row++)
        {
            if (from.IsNull(row))
            {
                continue;
            }

            if (!clock.TryRead(instants[row], out ClockTime shown))
            {
                scope.Errors.Add(row, _outOfRange);
                continue;
            }

            LookAt(shown.Day);
            if (_unknown is not null)
            {
                scope.Errors.Add(row, _unknown);
            }
            else if (_isHoliday)
            {
                bits[row >> 3] |= (byte)(1 << (row & 7));
            }
        }

        Nulls.Copy(from, Result, scope.Rows);
    }

    private void LookAt(long day)
    {
        if (day != _day)
        {
            _day = day;
            _isHoliday = calendar.IsHoliday(day);
            _unknown = calendar.Knows(day) ? null : calendar.Unknown(day, call);
        }
    }
}

// The tariff that holds at each time by the clock of a zone; null where none does.
internal sealed class TariffNode(BoundNode time, ZoneClock clock, TariffPlan plan, Call call) : TextMakingNode(ResultTypes.Text, time)
{
    private readonly string _outOfRange = TimeFunctions.OutOfRange(call);
    private readonly Dictionary<int, TariffPart[]> _shapes = [];
    private readonly int[] _codes = new int[plan.Names.Count];
    private TextDictionary? _texts;

    // the day looked at last; none yet
    private long _day = long.MinValue;
    private TariffPart[] _parts = [];
    private string? _unknown;

    protected override void Fill(EvaluationScope scope)
    {
        ColumnVector from = Operands[0].Evaluate(scope);
        Result.Reset(scope.Rows);
        Result.Dictionary = Texts;
        Begin(Texts);
        ReadOnlySpan<long> instants = from.Int64s[..scope.Rows];
        Span<int> results = Result.Codes[..scope.Rows];
        bool isWhole = true;
        for (int row = 0; row < instants.Length; row++)
        {
            results[row] = from.IsNull(row) ? 0 : CodeAt(scope, row, instants[row]);
            isWhole &= results[row] >= 0;
        }

        Nulls.Copy(from, Result, scope.Rows);
        for (int row = 0; row < results.Length && !isWhole; row++)
        {
            if (results[row] < 0)
            {
                results[row] = 0;
                Result.SetNull(row, scope.Rows);
            }
        }
    }

    private void Begin(TextDictionary texts)
    {
        if (ReferenceEquals(texts, _texts))
        {
            return;
        }

        _texts = texts;
        for (int i = 0; i < _codes.Length; i++)
        {
            _codes[i] = texts.GetOrAdd(System.Text.Encoding.UTF8.GetBytes(plan.Names[i]));
        }
    }

    // −1 where there is no tariff
    private int CodeAt(EvaluationScope scope, int row, long instant)
    {
        if (!clock.TryRead(instant, out ClockTime shown))
        {
            scope.Errors.Add(row, _outOfRange);
            return 0;
        }

        LookAt(shown.Day);
        if (_unknown is not null)
        {
            scope.Errors.Add(row, _unknown);
            return 0;
        }

        foreach (TariffPart part in _parts)
        {
            if (shown.Second >= part.From && shown.Second < part.To)
            {
                return _codes[plan.Periods[part.Period].Tariff];
            }
        }

        return -1;
    }

    // days of one shape share their parts, so however many days there are, few are held
    private void LookAt(long day)
    {
        if (day == _day)
        {
            return;
        }

        _day = day;
        _unknown = plan.Unknown(day, call);
        int shape = plan.ShapeOf(day);
        if (!_shapes.TryGetValue(shape, out TariffPart[]? parts))
        {
            _shapes.Add(shape, parts = plan.PartsOf(day));
        }

        _parts = parts;
    }
}
