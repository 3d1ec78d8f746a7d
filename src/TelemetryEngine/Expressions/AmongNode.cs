using TelemetryEngine.Columns;

namespace TelemetryEngine.Expressions;

// A number or a time among many literals: each row is looked for among the ranges of integers, or the doubles, that equal one of them, in
// an order made once. It takes as much memory as the literals, and no more for more rows.
internal sealed class AmongNode : ComputedNode
{
    private readonly long[] _firsts;
    private readonly long[] _lasts;
    private readonly double[] _limits;
    private readonly HashSet<ExactDecimal> _exact;

    // literals: For each literal the integers that equal it as they are stored, and the double that does.
    public AmongNode(BoundNode operand, IReadOnlyCollection<EqualTo> literals)
        : base(ResultTypes.Bool, operand)
    {
        List<(long First, long Last)> ranges = [];
        foreach ((long first, long last) in literals.Select(static l => l.Stored).Where(static r => r.First <= r.Last).Order())
        {
            if (ranges.Count > 0 && first <= ranges[^1].Last)
            {
                ranges[^1] = (ranges[^1].First, Math.Max(ranges[^1].Last, last));
            }
            else
            {
                ranges.Add((first, last));
            }
        }

        _firsts = [.. ranges.Select(static r => r.First)];
        _lasts = [.. ranges.Select(static r => r.Last)];
        _exact = [.. literals.Where(static l => l.Literal is not null).Select(static l => l.Literal!.Exact.Stripped())];
        _limits = [.. literals.Where(static l => !double.IsNaN(l.Limit)).Select(static l => l.Limit).Distinct().Order()];
    }

    protected override void Fill(EvaluationScope scope)
    {
        ColumnVector from = Operands[0].Evaluate(scope);
        Result.Reset(scope.Rows);
        Result.Bits.Clear();
        bool isDouble = from.Layout == VectorLayout.Double;
        for (int row = 0; row < scope.Rows; row++)
        {
            bool isAmong = isDouble ? Has(from.Doubles[row]) : Has(from.Int64s[row]);
            Result.Bits[row >> 3] |= (byte)(isAmong ? 1 << (row & 7) : 0);
        }

        foreach (WideValue wide in from.Wide)
        {
            Comparisons.Set(Result.Bits, wide.Row,
                wide.NotFinite == 0 && _exact.Contains(new ExactDecimal(wide.Mantissa, wide.Scale).Stripped()));
        }

        Nulls.Copy(from, Result, scope.Rows);
    }

    // NaN equals nothing, and is none of the limits
    private bool Has(double value) => Array.BinarySearch(_limits, value) >= 0;

    private bool Has(long value)
    {
        int place = Array.BinarySearch(_firsts, value);
        place = place < 0 ? ~place - 1 : place;
        return place >= 0 && value <= _lasts[place];
    }
}

// What equals a literal.
// Stored: The integers that do, both ends included, as an integer, decimal or time column stores them; none where the first is above the
// last.
// Limit: The double that does; NaN = none.
// Literal: The decimal that does; null = none.
internal readonly record struct EqualTo((long First, long Last) Stored, double Limit, ConstantNode? Literal = null);
