using System.Runtime.InteropServices;
using TelemetryEngine.Columns;
using TelemetryEngine.Kernels.Bits;

namespace TelemetryEngine.Expressions;

// The one of two values that least or greatest takes.
internal interface IExtremum<T>
{
    static abstract T Pick(T a, T b);
}

// least and greatest of two operands of one type; more are folded. Nulls are passed over, and so are NaNs beside numbers.
internal sealed class ExtremumNode<T, TExtremum>(ColumnType type, BoundNode a, BoundNode b) : ComputedNode(type, a, b)
    where T : unmanaged
    where TExtremum : struct, IExtremum<T>
{
    protected override void Fill(EvaluationScope scope)
    {
        ColumnVector a = Operands[0].Evaluate(scope);
        ColumnVector b = Operands[1].Evaluate(scope);
        Result.Reset(scope.Rows);
        ReadOnlySpan<T> left = MemoryMarshal.Cast<byte, T>(a.Bits)[..scope.Rows];
        ReadOnlySpan<T> right = MemoryMarshal.Cast<byte, T>(b.Bits)[..left.Length];
        Span<T> results = MemoryMarshal.Cast<byte, T>(Result.Bits)[..left.Length];
        if (!a.HasNulls && !b.HasNulls)
        {
            for (int row = 0; row < results.Length; row++)
            {
                results[row] = TExtremum.Pick(left[row], right[row]);
            }

            return;
        }

        for (int row = 0; row < results.Length; row++)
        {
            results[row] = a.IsNull(row) ? right[row] : b.IsNull(row) ? left[row] : TExtremum.Pick(left[row], right[row]);
        }

        if (a.HasNulls && b.HasNulls)
        {
            int bytes = Bitmaps.ByteCount(scope.Rows);
            Bitmaps.Or(a.Validity[..bytes], b.Validity[..bytes], Result.PrepareValidity(scope.Rows)[..bytes]);
            Nulls.Finish(Result, scope.Rows);
        }
    }
}

internal readonly struct Least : IExtremum<long>, IExtremum<double>
{
    public static long Pick(long a, long b) => Math.Min(a, b);

    public static double Pick(double a, double b) => double.IsNaN(a) ? b : b < a ? b : a;
}

internal readonly struct Greatest : IExtremum<long>, IExtremum<double>
{
    public static long Pick(long a, long b) => Math.Max(a, b);

    public static double Pick(double a, double b) => double.IsNaN(a) ? b : b > a ? b : a;
}
