using TelemetryEngine.Columns;

namespace TelemetryEngine.Fills;

// Takes the value at the window's time on the straight line between the nearest windows before and after that have one: v₀ + (v₁ − v₀) · (t
// − t₀) ÷ (t₁ − t₀), in float64; integers and times are rounded to the nearest, halves to even. Without one on either side the null stays.
internal sealed class LinearFill : Fill
{
    private static readonly LinearFill Instance = new();

    public override bool LooksAround => true;

    public static Fill? Bind(string text, Column column)
    {
        if (text != "linear")
        {
            return null;
        }

        return column.Type.Layout is VectorLayout.Double or VectorLayout.Int64
            ? Instance
            : throw new PlanException(
                $"'linear' needs numbers or times, and '{column.Name}' is {column.Type}; fill it with 'previous', or leave it with {Fix.Fill.With(column.Name, "null")}");
    }

    public override void Apply(FillColumn column)
    {
        ColumnVector values = column.Values;
        int[] before = Before(column);
        int[] after = new int[before.Length];
        Array.Fill(after, -1);
        for (int row = before.Length - 1; row >= 0; row--)
        {
            int previous = column.Previous[row];
            if (previous >= 0)
            {
                after[previous] = values.IsNull(row) ? after[row] : row;
            }
        }

        for (int row = 0; row < before.Length; row++)
        {
            if (before[row] >= 0 && after[row] >= 0 && values.IsNull(row))
            {
                Set(values, row, before[row], after[row], Share(column.Times, row, before[row], after[row]));
            }
        }
    }

    // For each row the nearest row before of its series that has a value, found before any is filled.
    private static int[] Before(FillColumn column)
    {
        int[] before = new int[column.Previous.Length];
        for (int row = 0; row < before.Length; row++)
        {
            int previous = column.Previous[row];
            before[row] = previous < 0 ? -1 : column.Values.IsNull(previous) ? before[previous] : previous;
        }

        return before;
    }

    private static double Share(ReadOnlySpan<long> times, int row, int before, int after) =>
        (double)((Int128)times[row] - times[before]) / (double)((Int128)times[after] - times[before]);

    // the difference of finite values may be too large for a double, and half of it never is
    private static double Between(double from, double to, double share) =>
        double.IsFinite(from) && double.IsFinite(to) && !double.IsFinite(to - from)
            ? 2 * ((from / 2) + (((to / 2) - (from / 2)) * share))
            : from + ((to - from) * share);

    private static void Set(ColumnVector values, int row, int before, int after, double share)
    {
        values.ClearNull(row);
        if (values.Layout == VectorLayout.Double)
        {
            double from = values.Doubles[before];
            double to = values.Doubles[after];

            // equal infinities differ by NaN, and what lies between them is no other value
            values.Doubles[row] = from == to ? from : Between(from, to, share);
            return;
        }

        long start = values.Int64s[before];
        double step = (double)((Int128)values.Int64s[after] - start) * share;
        double whole = Math.Floor(step);
        long value = (long)(start + (Int128)whole);
        double rest = step - whole;
        values.Int64s[row] = value + (rest > 0.5 || (rest == 0.5 && (value & 1) != 0) ? 1 : 0);
    }
}
