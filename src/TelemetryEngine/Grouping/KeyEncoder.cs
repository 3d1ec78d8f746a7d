using TelemetryEngine.Columns;

namespace TelemetryEngine.Grouping;

// Turns one key column into small codes. Code 0 is null; the others are given in first-seen order and mean nothing outside this encoder. −0
// is 0, and all NaNs are one value.
internal abstract class KeyEncoder(ColumnType type)
{
    public ColumnType Type { get; } = type;

    // Codes in use, the null's included.
    public abstract int Count { get; }

    public abstract long Bytes { get; }

    public static KeyEncoder Create(ColumnType type) => type.Layout switch
    {
        VectorLayout.Codes => new TextKeys(type),
        VectorLayout.Bits => new BoolKeys(type),
        VectorLayout.Double or VectorLayout.Scaled => new DoubleKeys(type),
        _ => new Int64Keys(type),
    };

    // Writes each row's code.
    // column: The key column; for VectorLayout.Scaled its doubles stand in doubles.
    // doubles: The column as float64, where it is a number with fractions.
    // codes: One code for each row.
    public abstract void Encode(ColumnVector column, ReadOnlySpan<double> doubles, Span<int> codes);

    // This encoder's code for a code of another one of the same type.
    public abstract int Adopt(KeyEncoder other, int code);

    // Compares the values behind two codes in the result's order: false < true, numbers, text by bytes, then NaN, then null.
    public abstract int Compare(int left, int right);

    // Writes the values behind codes into a vector of this encoder's type.
    public abstract void Decode(ReadOnlySpan<int> codes, ColumnVector into);

    protected static void SetNulls(ColumnVector column, Span<int> codes)
    {
        if (!column.HasNulls)
        {
            return;
        }

        for (int row = 0; row < codes.Length; row++)
        {
            if (column.IsNull(row))
            {
                codes[row] = 0;
            }
        }
    }

    // True when one of two codes is null; then order puts null last.
    protected static bool OneIsNull(int left, int right, out int order)
    {
        order = (left == 0 ? 1 : 0) - (right == 0 ? 1 : 0);
        return left == 0 || right == 0;
    }
}
