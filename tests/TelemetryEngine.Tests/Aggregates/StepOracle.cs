using System.Globalization;
using System.Numerics;

namespace TelemetryEngine.Tests.Aggregates;

/// <summary>Aggregates over steps, said once more: step by step, with big integers, each series by itself.</summary>
/// <param name="function">The aggregate.</param>
/// <param name="carries">The option <c>bounds</c>.</param>
/// <param name="isLinear">The option <c>method</c>.</param>
/// <param name="borderDigits">To how many digits a straight line is rounded at a border; null = to a double.</param>
internal sealed class StepOracle(string function, bool carries, bool isLinear = false, int? borderDigits = null)
{
    private const long MicrosPerHour = 3_600_000_000;

    private bool IsCounter => function is "increase" or "rate" or "num_resets";

    private bool IsArea => function is "integral" or "time_weighted_avg";

    private bool HasStraightLines => function == "integral" || isLinear;

    /// <summary>What the steps of a series add to the windows.</summary>
    /// <param name="readings">The readings of one series.</param>
    /// <param name="length">The windows' length in µs; 0 = all is one window.</param>
    /// <param name="cells">The windows of the series' group.</param>
    public void Fold(IEnumerable<OracleReading> readings, long length, IDictionary<long, StepCell> cells)
    {
        OracleReading[] ordered = [.. readings.OrderBy(r => r.Time).ThenBy(r => r.Position)];
        for (int i = 0; i < ordered.Length; i++)
        {
            long window = WindowOf(ordered[i].Time, length);
            Cell(cells, window).Readings++;
            if (i == 0)
            {
                continue;
            }

            OracleReading before = ordered[i - 1];
            long first = WindowOf(before.Time, length);
            if (first == window || (carries && !IsArea))
            {
                Add(Cell(cells, window), before, ordered[i]);
            }
            else if (carries)
            {
                for (long at = first; at <= window; at += length)
                {
                    OracleReading start = At(before, ordered[i], Math.Max(at, before.Time));
                    OracleReading end = At(before, ordered[i], Math.Min(at + length, ordered[i].Time));
                    if (start.Time < end.Time)
                    {
                        Add(Cell(cells, at), start, end);
                    }
                }
            }
        }
    }

    /// <summary>The result of a window.</summary>
    public string Text(StepCell cell) => function switch
    {
        "num_resets" => cell.Readings == 0 ? "∅" : cell.Drops.ToString(CultureInfo.InvariantCulture),
        "rate" => cell.Ticks == 0 ? "∅" : cell.Text(1_000_000, cell.Ticks),
        "integral" => cell.Ticks == 0 ? "∅" : cell.Text(1, 2 * MicrosPerHour),
        "time_weighted_avg" => cell.Ticks == 0 ? "∅" : cell.Text(1, isLinear ? 2 * cell.Ticks : cell.Ticks),
        _ => cell.Steps == 0 ? "∅" : cell.Text(1, 1),
    };

    /// <summary>The result of a group that is one series within one window.</summary>
    public string Define(IReadOnlyList<LawRow> rows)
    {
        SortedDictionary<long, StepCell> cells = [];
        Fold(rows.Select((r, i) => new OracleReading(r.Time, i, r.Value!)), 0, cells);
        return Text(cells.Count == 0 ? new StepCell() : cells[0]);
    }

    /// <summary>Where a window begins.</summary>
    public static long WindowOf(long time, long length) => length == 0 ? 0 : (long)Math.Floor((decimal)time / length) * length;

    private static StepCell Cell(IDictionary<long, StepCell> cells, long window)
    {
        if (!cells.TryGetValue(window, out StepCell? cell))
        {
            cell = new StepCell();
            cells.Add(window, cell);
        }

        return cell;
    }

    private OracleReading At(OracleReading from, OracleReading to, long time)
    {
        if (time == from.Time || time == to.Time)
        {
            return time == from.Time ? from : to;
        }

        if (!HasStraightLines || from.NotFinite is not null || to.NotFinite is not null)
        {
            return new OracleReading(time, 0, HasStraightLines ? from.Double + to.Double : 0) with { Scaled = from.Scaled, NotFinite = HasStraightLines ? from.Double + to.Double : from.NotFinite };
        }

        BigInteger line = (from.Scaled * (to.Time - time)) + (to.Scaled * (time - from.Time));
        return borderDigits is { } digits
            ? new OracleReading(time, 0, 0L) with { Scaled = Nearest(line * BigInteger.Pow(10, digits), Rational.Scale * (to.Time - from.Time)) * Rational.Scale / BigInteger.Pow(10, digits) }
            : new OracleReading(time, 0, Rational.Round(line, Rational.Scale * (to.Time - from.Time)));
    }

    private static BigInteger Nearest(BigInteger dividend, BigInteger divisor)
    {
        BigInteger floor = BigInteger.DivRem((2 * dividend) + divisor, 2 * divisor, out BigInteger rest);
        floor -= rest.Sign < 0 ? 1 : 0;
        return rest.IsZero && !floor.IsEven ? floor - 1 : floor;
    }

    private void Add(StepCell cell, OracleReading from, OracleReading to)
    {
        long ticks = to.Time - from.Time;
        cell.Steps++;
        cell.Ticks += ticks;
        if (IsArea)
        {
            if (ticks > 0)
            {
                cell.Add(ticks, HasStraightLines ? [from, to] : [from]);
            }
        }
        else if (IsCounter && to.IsBelow(from))
        {
            cell.Drops++;
            cell.Add(1, to);
        }
        else
        {
            cell.Add(1, to, from.Negated());
        }
    }
}

/// <summary>A reading: its value × <see cref="Rational.Scale"/>, or NaN or an infinity.</summary>
internal sealed record OracleReading(long Time, long Position, BigInteger Scaled, double? NotFinite)
{
    public OracleReading(long time, long position, object value)
        : this(time, position, Rational.IsFinite(value) ? Rational.Scaled(value) : 0, Rational.IsFinite(value) ? null : Rational.ToDouble(value))
    {
    }

    public double Double => NotFinite ?? Rational.Round(Scaled, Rational.Scale);

    public bool IsBelow(OracleReading other) => NotFinite is null && other.NotFinite is null ? Scaled < other.Scaled : Double < other.Double;

    public OracleReading Negated() => this with { Scaled = -Scaled, NotFinite = -NotFinite };
}

/// <summary>What steps add up to.</summary>
internal sealed class StepCell
{
    private BigInteger _sum;
    private double _special;

    public BigInteger Ticks { get; set; }

    public long Steps { get; set; }

    public long Drops { get; set; }

    public long Readings { get; set; }

    /// <summary>Adds the sum of values, times a factor; a sum that is not finite counts as IEEE adds it.</summary>
    public void Add(BigInteger factor, params OracleReading[] values)
    {
        if (values.All(v => v.NotFinite is null))
        {
            _sum += values.Aggregate(BigInteger.Zero, (sum, v) => sum + v.Scaled) * factor;
        }
        else
        {
            _special += values.Sum(v => v.NotFinite ?? 0);
        }
    }

    /// <summary>sum × factor ÷ divisor, rounded once.</summary>
    public string Text(BigInteger factor, BigInteger divisor) =>
        TableText.Value(double.IsFinite(_special) ? Rational.Round(_sum * factor, Rational.Scale * divisor) : double.IsNaN(_special) ? double.NaN : _special);
}
