using System.Globalization;
using System.Numerics;
using TelemetryEngine.Testing;

namespace TelemetryEngine.Tests.Aggregates;

/// <summary>Aggregates over steps, said once more: step by step, with big integers, each series by itself.</summary>
/// <param name="function">The aggregate.</param>
/// <param name="carries">The option <c>bounds</c>.</param>
/// <param name="isLinear">The option <c>method</c>.</param>
internal sealed class StepOracle(string function, bool carries, bool isLinear = false)
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
        Fold(rows.Select((r, i) => new OracleReading(r.Time, i, Rational.ToDouble(r.Value!))), 0, cells);
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

        double line = double.IsFinite(from.Value) && double.IsFinite(to.Value)
            ? Rational.QuotientOfProducts([(from.Value, to.Time - time), (to.Value, time - from.Time)], to.Time - from.Time)
            : from.Value + to.Value;
        return new OracleReading(time, 0, HasStraightLines ? line : from.Value);
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
                cell.Add(ticks, HasStraightLines ? [from.Value, to.Value] : [from.Value]);
            }
        }
        else if (IsCounter && to.Value < from.Value)
        {
            cell.Drops++;
            cell.Add(1, to.Value);
        }
        else
        {
            cell.Add(1, to.Value, -from.Value);
        }
    }
}

/// <summary>A reading.</summary>
internal sealed record OracleReading(long Time, long Position, double Value);

/// <summary>What steps add up to.</summary>
internal sealed class StepCell
{
    private readonly List<(double Value, BigInteger Factor)> _products = [];
    private double _special;

    public BigInteger Ticks { get; set; }

    public long Steps { get; set; }

    public long Drops { get; set; }

    public long Readings { get; set; }

    /// <summary>Adds the sum of values, times a factor; a sum that is not finite counts as IEEE adds it.</summary>
    public void Add(BigInteger factor, params double[] values)
    {
        if (values.All(double.IsFinite))
        {
            _products.AddRange(values.Select(v => (v, factor)));
        }
        else
        {
            _special += values.Sum();
        }
    }

    /// <summary>sum × factor ÷ divisor, rounded once.</summary>
    public string Text(BigInteger factor, BigInteger divisor) =>
        TableText.Value(double.IsFinite(_special) ? Rational.QuotientOfProducts(_products.Select(p => (p.Value, p.Factor * factor)), divisor) : double.IsNaN(_special) ? double.NaN : _special);
}
