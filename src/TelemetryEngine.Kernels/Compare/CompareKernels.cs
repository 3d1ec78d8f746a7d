using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace TelemetryEngine.Kernels.Compare;

// Columns compared with a value or with each other: spans in, one bit a row out, least significant bit first. The bits behind the last row
// of the last byte come out 0. The scalar form is the definition; the vector form does 8 rows for each byte of the result.
internal static class CompareKernels
{
    // Compares each value with a limit.
    // throws ArgumentException: bits is shorter than one bit a row.
    public static void Compare(Comparison comparison, ReadOnlySpan<double> values, double limit, Span<byte> bits) =>
        Dispatch<double>(comparison, values, [], limit, bits);

    public static void Compare(Comparison comparison, ReadOnlySpan<long> values, long limit, Span<byte> bits) =>
        Dispatch<long>(comparison, values, [], limit, bits);

    public static void Compare(Comparison comparison, ReadOnlySpan<int> values, int limit, Span<byte> bits) =>
        Dispatch<int>(comparison, values, [], limit, bits);

    // Compares the values of two columns row by row.
    // throws ArgumentException: The columns differ in length, or bits is shorter than one bit a row.
    public static void Compare(Comparison comparison, ReadOnlySpan<double> left, ReadOnlySpan<double> right, Span<byte> bits) =>
        Dispatch<double>(comparison, left, SameLength(left, right), null, bits);

    public static void Compare(Comparison comparison, ReadOnlySpan<long> left, ReadOnlySpan<long> right, Span<byte> bits) =>
        Dispatch<long>(comparison, left, SameLength(left, right), null, bits);

    public static void Compare(Comparison comparison, ReadOnlySpan<int> left, ReadOnlySpan<int> right, Span<byte> bits) =>
        Dispatch<int>(comparison, left, SameLength(left, right), null, bits);

    // Says of each value whether first <= value <= last. With first > last it is true of none.
    // throws ArgumentException: bits is shorter than one bit a row.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void InRange(ReadOnlySpan<long> values, long first, long last, Span<byte> bits)
    {
        bits = BitsFor(values.Length, bits);
        int done = 0;
        if (Vector256.IsHardwareAccelerated)
        {
            ReadOnlySpan<Vector256<long>> vectors = MemoryMarshal.Cast<long, Vector256<long>>(values);
            Vector256<long> low = Vector256.Create(first);
            Vector256<long> high = Vector256.Create(last);
            int bytes = Math.Min(vectors.Length / 2, bits.Length);
            for (int i = 0; i < bytes; i++)
            {
                Vector256<long> a = vectors[2 * i];
                Vector256<long> b = vectors[(2 * i) + 1];
                Vector256<long> outsideA = Vector256.LessThan(a, low) | Vector256.GreaterThan(a, high);
                Vector256<long> outsideB = Vector256.LessThan(b, low) | Vector256.GreaterThan(b, high);
                bits[i] = (byte)~(outsideA.ExtractMostSignificantBits() | (outsideB.ExtractMostSignificantBits() << 4));
            }

            done = bytes * 8;
        }

        bits[(done / 8)..].Clear();
        for (int row = done; row < values.Length; row++)
        {
            bits[row >> 3] |= (byte)(values[row] >= first && values[row] <= last ? 1 << (row & 7) : 0);
        }
    }

    private static ReadOnlySpan<T> SameLength<T>(ReadOnlySpan<T> left, ReadOnlySpan<T> right) =>
        left.Length == right.Length ? right : throw new ArgumentException($"{left.Length} rows against {right.Length}", nameof(right));

    private static Span<byte> BitsFor(int rows, Span<byte> bits) =>
        bits.Length >= (rows + 7) / 8
            ? bits[..((rows + 7) / 8)]
            : throw new ArgumentException($"{bits.Length} bytes for {rows} rows", nameof(bits));

    private static void Dispatch<T>(Comparison comparison, ReadOnlySpan<T> left, ReadOnlySpan<T> right, T? limit, Span<byte> bits)
        where T : struct, INumber<T>
    {
        switch (comparison)
        {
            case Comparison.Equal: Run<T, EqualOperation>(left, right, limit, bits); break;
            case Comparison.NotEqual: Run<T, NotEqualOperation>(left, right, limit, bits); break;
            case Comparison.Less: Run<T, LessOperation>(left, right, limit, bits); break;
            case Comparison.LessOrEqual: Run<T, LessOrEqualOperation>(left, right, limit, bits); break;
            case Comparison.Greater: Run<T, GreaterOperation>(left, right, limit, bits); break;
            default: Run<T, GreaterOrEqualOperation>(left, right, limit, bits); break;
        }
    }

    private static void Run<T, TOperation>(ReadOnlySpan<T> left, ReadOnlySpan<T> right, T? limit, Span<byte> bits)
        where T : struct, INumber<T>
        where TOperation : struct, IComparisonOperation
    {
        bits = BitsFor(left.Length, bits);
        int done = 0;
        if (Vector256.IsHardwareAccelerated)
        {
            done = limit is { } value ? Whole<T, TOperation>(left, value, bits) : Whole<T, TOperation>(left, right, bits);
        }

        bits[(done / 8)..].Clear();
        for (int row = done; row < left.Length; row++)
        {
            bits[row >> 3] |= (byte)(TOperation.Apply(left[row], limit ?? right[row]) ? 1 << (row & 7) : 0);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int Whole<T, TOperation>(ReadOnlySpan<T> values, T limit, Span<byte> bits)
        where T : struct
        where TOperation : struct, IComparisonOperation
    {
        ReadOnlySpan<Vector256<T>> vectors = MemoryMarshal.Cast<T, Vector256<T>>(values);
        Vector256<T> limits = Vector256.Create(limit);
        int bytes = Math.Min(values.Length / 8, bits.Length);
        if (Vector256<T>.Count == 8)
        {
            for (int i = 0; i < bytes; i++)
            {
                bits[i] = (byte)TOperation.Apply(vectors[i], limits).ExtractMostSignificantBits();
            }
        }
        else
        {
            for (int i = 0; i < bytes; i++)
            {
                uint low = TOperation.Apply(vectors[2 * i], limits).ExtractMostSignificantBits();
                uint high = TOperation.Apply(vectors[(2 * i) + 1], limits).ExtractMostSignificantBits();
                bits[i] = (byte)(low | (high << 4));
            }
        }

        return bytes * 8;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int Whole<T, TOperation>(ReadOnlySpan<T> left, ReadOnlySpan<T> right, Span<byte> bits)
        where T : struct
        where TOperation : struct, IComparisonOperation
    {
        ReadOnlySpan<Vector256<T>> a = MemoryMarshal.Cast<T, Vector256<T>>(left);
        ReadOnlySpan<Vector256<T>> b = MemoryMarshal.Cast<T, Vector256<T>>(right);
        int bytes = Math.Min(left.Length / 8, bits.Length);
        if (Vector256<T>.Count == 8)
        {
            for (int i = 0; i < bytes; i++)
            {
                bits[i] = (byte)TOperation.Apply(a[i], b[i]).ExtractMostSignificantBits();
            }
        }
        else
        {
            for (int i = 0; i < bytes; i++)
            {
                uint low = TOperation.Apply(a[2 * i], b[2 * i]).ExtractMostSignificantBits();
                uint high = TOperation.Apply(a[(2 * i) + 1], b[(2 * i) + 1]).ExtractMostSignificantBits();
                bits[i] = (byte)(low | (high << 4));
            }
        }

        return bytes * 8;
    }
}
