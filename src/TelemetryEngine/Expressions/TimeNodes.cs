using TelemetryEngine.Columns;
using TelemetryEngine.Kernels.Text;
using TelemetryEngine.Windows;

namespace TelemetryEngine.Expressions;

// A number of what the clock shows at each time.
internal sealed class TimePartNode<TPart>(BoundNode time, ZoneClock clock, string message) : ComputedNode(ResultTypes.Int64, time)
    where TPart : struct, ITimePart
{
    protected override void Fill(EvaluationScope scope)
    {
        ColumnVector from = Operands[0].Evaluate(scope);
        Result.Reset(scope.Rows);
        ReadOnlySpan<long> instants = from.Int64s[..scope.Rows];
        Span<long> results = Result.Int64s[..scope.Rows];
        for (int row = 0; row < instants.Length; row++)
        {
            if (clock.TryRead(instants[row], out ClockTime shown))
            {
                results[row] = TPart.Of(shown);
            }
            else
            {
                results[row] = 0;
                TimeFunctions.Report(scope, from, row, message);
            }
        }

        Nulls.Copy(from, Result, scope.Rows);
    }
}

// A text of what the clock shows at each time.
internal sealed class TimeTextNode<TText>(BoundNode time, ZoneClock clock, string message) : TextMakingNode(ResultTypes.Text, time)
    where TText : struct, ITimeText
{
    private TextDictionary? _texts;
    private long _number;
    private int _code;

    protected override void Fill(EvaluationScope scope)
    {
        ColumnVector from = Operands[0].Evaluate(scope);
        Result.Reset(scope.Rows);
        Result.Dictionary = Texts;
        if (_texts != Texts)
        {
            // no time has this number
            (_texts, _number, _code) = (Texts, long.MinValue, 0);
        }

        ReadOnlySpan<long> instants = from.Int64s[..scope.Rows];
        Span<int> results = Result.Codes[..scope.Rows];
        for (int row = 0; row < instants.Length; row++)
        {
            bool isShown = clock.TryRead(instants[row], out ClockTime shown);
            results[row] = isShown ? CodeOf(shown) : 0;
            if (!isShown)
            {
                TimeFunctions.Report(scope, from, row, message);
            }
        }

        Nulls.Copy(from, Result, scope.Rows);
    }

    private int CodeOf(in ClockTime time)
    {
        long number = TText.Number(time, clock.TicksPerSecond);
        if (number != _number)
        {
            Span<byte> room = stackalloc byte[TimestampWriter.MaxLength];
            (_number, _code) = (number, _texts!.GetOrAdd(TText.Write(number, clock.TicksPerSecond, room)));
        }

        return _code;
    }
}

// The start of the window that each time is in.
internal sealed class WindowStartNode(BoundNode time, AlignedWindows windows, string message) : ComputedNode(time.Type, time)
{
    // the window looked at last; none yet
    private long _start = 1;
    private long _end;

    protected override void Fill(EvaluationScope scope)
    {
        ColumnVector from = Operands[0].Evaluate(scope);
        Result.Reset(scope.Rows);
        ReadOnlySpan<long> instants = from.Int64s[..scope.Rows];
        Span<long> results = Result.Int64s[..scope.Rows];
        for (int row = 0; row < instants.Length; row++)
        {
            if ((instants[row] < _start || instants[row] >= _end) && !TryFind(instants[row]))
            {
                results[row] = 0;
                TimeFunctions.Report(scope, from, row, message);
                continue;
            }

            results[row] = _start;
        }

        Nulls.Copy(from, Result, scope.Rows);
    }

    // a window that begins before the axis does has no start
    private bool TryFind(long instant)
    {
        (long first, long last) = windows.Range;
        if (instant < first || instant > last)
        {
            return false;
        }

        long ordinal = windows.OrdinalOf(instant);
        if (windows.Start(ordinal) is long.MinValue && windows.ExactStart(ordinal) != long.MinValue)
        {
            return false;
        }

        (_start, _end) = (windows.Start(ordinal), windows.End(ordinal));
        return true;
    }
}
