using Apache.Arrow;
using Apache.Arrow.Types;

namespace TelemetryEngine.Sources.Rows;

// An array of values as a column.
internal abstract class MemberColumn
{
    // The type of the column, once values were looked at.
    public abstract IArrowType Type { get; }

    // Looks at all values, where the type depends on them.
    public abstract void Look();

    // Some of the values.
    public abstract IArrowArray Read(int start, int length, CellPlace place);
}

// Makes columns of arrays.
internal static class ValueColumns
{
    // throws PlanException: There is no column of such values.
    public static MemberColumn Of(string name, Array values)
    {
        Type type = values.GetType().GetElementType()!;
        Type value = Nullable.GetUnderlyingType(type) ?? type;
        if (value.IsEnum)
        {
            return OfTexts(values.Length, row => values.GetValue(row)?.ToString());
        }

        return CellKinds.Find(value, new Use(values, isNullable: value != type))
            ?? throw new PlanException(
                $"column '{name}' is an array of {TypeText.Of(type)}, which no column is made of; {CellKinds.Known}");
    }

    private static OtherColumn<string> OfTexts(int rows, Func<int, string?> get) => new(
        rows,
        (start, values, nulls) =>
        {
            for (int row = 0; row < values.Length; row++)
            {
                values[row] = nulls.Keep(get(start + row), row);
            }
        },
        CellKinds.Text);

    private sealed class Use(Array array, bool isNullable) : ICellUse<MemberColumn>
    {
        public MemberColumn OfTexts(CellKind<string> kind)
        {
            string?[] texts = (string?[])array;
            return ValueColumns.OfTexts(texts.Length, row => texts[row]);
        }

        public MemberColumn OfValues<TValue>(CellKind<TValue> kind)
            where TValue : struct
        {
            if (!isNullable)
            {
                return new WholeColumn<TValue>((TValue[])array, kind);
            }

            TValue?[] all = (TValue?[])array;
            return new OtherColumn<TValue>(all.Length, (start, values, nulls) => Fill(all.AsSpan(start, values.Length), values, nulls),
                kind);
        }

        private static void Fill<TValue>(ReadOnlySpan<TValue?> all, Span<TValue> values, CellNulls nulls)
            where TValue : struct
        {
            for (int row = 0; row < all.Length; row++)
            {
                values[row] = nulls.Keep(all[row], row);
            }
        }
    }

    // Values that are all there, as they lie.
    private sealed class WholeColumn<TValue>(TValue[] values, CellKind<TValue> kind) : MemberColumn
    {
        public override IArrowType Type => kind.Type;

        public override void Look() => kind.Look(values, new CellNulls(values.Length));

        public override IArrowArray Read(int start, int length, CellPlace place) =>
            kind.Show(values, start, length) ?? kind.Make(new Cells<TValue>(place, values.AsSpan(start, length), new CellNulls(length)));
    }

    // Values that are put into another form first.
    private sealed class OtherColumn<TValue>(int rows, Action<int, TValue[], CellNulls> fill, CellKind<TValue> kind) : MemberColumn
    {
        public override IArrowType Type => kind.Type;

        public override void Look()
        {
            for (int start = 0; start < rows && kind.IsOpen; start += RowBlock.MostRows)
            {
                (TValue[] values, CellNulls nulls) = Some(start, Math.Min(RowBlock.MostRows, rows - start));
                kind.Look(values, nulls);
            }
        }

        public override IArrowArray Read(int start, int length, CellPlace place)
        {
            (TValue[] values, CellNulls nulls) = Some(start, length);
            return kind.Make(new Cells<TValue>(place, values, nulls));
        }

        private (TValue[] Values, CellNulls Nulls) Some(int start, int length)
        {
            TValue[] values = new TValue[length];
            CellNulls nulls = new(length);
            fill(start, values, nulls);
            return (values, nulls);
        }
    }
}
