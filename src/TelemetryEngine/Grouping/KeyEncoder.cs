using TelemetryEngine.Columns;

namespace TelemetryEngine.Grouping;

/// <summary>
/// Turns one key column into small codes. Code 0 is null; the others are given in first-seen order and mean nothing outside this
/// encoder. −0 is 0, and all NaNs are one value.
/// </summary>
internal abstract class KeyEncoder(ColumnType type)
{
    public ColumnType Type { get; } = type;

    /// <summary>Codes in use, the null's included.</summary>
    public abstract int Count { get; }

    public abstract long Bytes { get; }

    public static KeyEncoder Create(ColumnType type) => type.Layout switch
    {
        VectorLayout.Codes => new TextKeys(type),
        VectorLayout.Bits => new BoolKeys(type),
        VectorLayout.Double or VectorLayout.Scaled => new DoubleKeys(type),
        _ => new Int64Keys(type),
    };

    /// <summary>Writes each row's code.</summary>
    /// <param name="column">The key column; for <see cref="VectorLayout.Scaled"/> its doubles stand in <paramref name="doubles"/>.</param>
    /// <param name="doubles">The column as float64, where it is a number with fractions.</param>
    /// <param name="codes">One code for each row.</param>
    public abstract void Encode(Vector column, ReadOnlySpan<double> doubles, Span<int> codes);

    /// <summary>This encoder's code for a code of another one of the same type.</summary>
    public abstract int Adopt(KeyEncoder other, int code);

    /// <summary>Compares the values behind two codes in the result's order: false &lt; true, numbers, text by bytes, then NaN, then null.</summary>
    public abstract int Compare(int left, int right);

    /// <summary>Writes the values behind codes into a vector of this encoder's type.</summary>
    public abstract void Decode(ReadOnlySpan<int> codes, Vector into);

    protected static void SetNulls(Vector column, Span<int> codes)
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

    /// <summary>True when one of two codes is null; then <paramref name="order"/> puts null last.</summary>
    protected static bool OneIsNull(int left, int right, out int order)
    {
        order = (left == 0 ? 1 : 0) - (right == 0 ? 1 : 0);
        return left == 0 || right == 0;
    }
}
