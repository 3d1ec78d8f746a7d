using System.Globalization;
using Apache.Arrow;
using Apache.Arrow.Types;
using TelemetryEngine.Arrow;
using TelemetryEngine.Columns;
using TelemetryEngine.Kernels.Text;

namespace TelemetryEngine.Formats.Text;

// One column's values as text, row by row, for the formats that write text.
internal abstract class Cell
{
    // Room that any value but a text fits in.
    public const int MaxBytes = 64;

    // True for numbers, which tables align right.
    public virtual bool IsNumber => false;

    // True for instants.
    public virtual bool IsTime => false;

    // The texts, when that is what the column holds.
    public virtual TextCell? AsText => null;

    // A cell for a column.
    // fractionDigits: How many digits the seconds of an instant have; null: as many as its unit.
    // throws PlanException: A type without a text form, or a time zone that does not exist.
    public static Cell For(Field field, int? fractionDigits) => field.DataType switch
    {
        BooleanType => new BoolCell(),
        Int32Type => new Int32Cell(),
        Int64Type => new Int64Cell(),
        FloatType => new FloatCell(),
        DoubleType => new DoubleCell(),
        TimestampType time => new TimeCell(time, fractionDigits),
        _ when ArrowTypes.IsText(field.DataType) => new StringCell(),
        DictionaryType coded when ArrowTypes.IsText(coded.ValueType) => new DictionaryCell(),
        _ => throw new PlanException(
            $"column '{field.Name}' of type {ArrowNames.Of(field.DataType)} can't be written as text; write Arrow, which holds any type ({Fix.Format.With("arrow", "arrows")})"),
    };

    // Takes the next batch's array of the column.
    public abstract void Bind(IArrowArray array);

    // False when no row of the batch is null.
    public abstract bool HasNulls { get; }

    public abstract bool IsNull(int row);

    // False for NaN and the infinities.
    public virtual bool IsFinite(int row) => true;

    // Writes a value that is neither null nor text.
    // returns: The bytes written, at most MaxBytes.
    public abstract int Format(int row, Span<byte> target);

    // Writes some values that are not text.
    public void Format(int firstRow, int rows, CellBlock into)
    {
        into.Clear();
        if (!HasNulls)
        {
            FormatAll(firstRow, rows, into);
            return;
        }

        for (int row = firstRow; row < firstRow + rows; row++)
        {
            if (IsNull(row))
            {
                into.AddNull();
            }
            else
            {
                into.Add(Format(row, into.Room));
            }
        }
    }

    // Writes some values that are neither null nor text.
    protected virtual void FormatAll(int firstRow, int rows, CellBlock into)
    {
        for (int row = firstRow; row < firstRow + rows; row++)
        {
            into.Add(Format(row, into.Room));
        }
    }

    internal abstract class Of<TArray> : Cell
        where TArray : class, IArrowArray
    {
        protected TArray Array { get; private set; } = null!;

        public override void Bind(IArrowArray array) => Array = (TArray)array;

        public override bool HasNulls => Array.NullCount != 0;

        public override bool IsNull(int row) => Array.IsNull(row);
    }

    private sealed class BoolCell : Of<BooleanArray>
    {
        public override int Format(int row, Span<byte> target)
        {
            ReadOnlySpan<byte> text = Array.GetValue(row) == true ? "true"u8 : "false"u8;
            text.CopyTo(target);
            return text.Length;
        }
    }

    private sealed class Int32Cell : Of<Int32Array>
    {
        public override bool IsNumber => true;

        public override int Format(int row, Span<byte> target) => NumberWriter.Write(Array.Values[row], target);
    }

    private sealed class Int64Cell : Of<Int64Array>
    {
        public override bool IsNumber => true;

        public override int Format(int row, Span<byte> target) => NumberWriter.Write(Array.Values[row], target);

        protected override void FormatAll(int firstRow, int rows, CellBlock into)
        {
            foreach (long value in Array.Values.Slice(firstRow, rows))
            {
                into.Add(NumberWriter.Write(value, into.Room));
            }
        }
    }

    private sealed class FloatCell : Of<FloatArray>
    {
        public override bool IsNumber => true;

        public override bool IsFinite(int row) => float.IsFinite(Array.Values[row]);

        public override int Format(int row, Span<byte> target)
        {
            float value = Array.Values[row];
            (value == 0 ? 0f : value).TryFormat(target, out int written, "R", CultureInfo.InvariantCulture);
            return written;
        }
    }

    private sealed class DoubleCell : Of<DoubleArray>
    {
        public override bool IsNumber => true;

        public override bool IsFinite(int row) => double.IsFinite(Array.Values[row]);

        public override int Format(int row, Span<byte> target) => Format(Array.Values[row], target);

        protected override void FormatAll(int firstRow, int rows, CellBlock into)
        {
            foreach (double value in Array.Values.Slice(firstRow, rows))
            {
                into.Add(Format(value, into.Room));
            }
        }

        private static int Format(double value, Span<byte> target) => NumberWriter.Write(value == 0 ? 0d : value, target);
    }
}
