using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace TelemetryEngine.Kernels.Arithmetic;

// Sums, differences, products and quotients of columns, row by row. Doubles follow IEEE 754. Integers wrap and say so: where one result of
// the batch did not fit, the caller finds the rows with the scalar form.
internal static class ArithmeticKernels
{
    // result = a + b.
    // throws ArgumentException: The spans differ in length.
    public static void Add(ReadOnlySpan<double> a, ReadOnlySpan<double> b, Span<double> result) => Run<AddOperation>(a, b, result);

    // result = a − b.
    // throws ArgumentException: The spans differ in length.
    public static void Subtract(ReadOnlySpan<double> a, ReadOnlySpan<double> b, Span<double> result) =>
        Run<SubtractOperation>(a, b, result);

    // result = a × b.
    // throws ArgumentException: The spans differ in length.
    public static void Multiply(ReadOnlySpan<double> a, ReadOnlySpan<double> b, Span<double> result) =>
        Run<MultiplyOperation>(a, b, result);

    // result = a ÷ b; by 0 it is ±∞, 0 ÷ 0 is NaN.
    // throws ArgumentException: The spans differ in length.
    public static void Divide(ReadOnlySpan<double> a, ReadOnlySpan<double> b, Span<double> result) => Run<DivideOperation>(a, b, result);

    // result = a + b, wrapped. True when each of them fits.
    // throws ArgumentException: The spans differ in length.
    public static bool TryAdd(ReadOnlySpan<long> a, ReadOnlySpan<long> b, Span<long> result) => Run<AddIntegers>(a, b, result);

    // result = a − b, wrapped. True when each of them fits.
    // throws ArgumentException: The spans differ in length.
    public static bool TrySubtract(ReadOnlySpan<long> a, ReadOnlySpan<long> b, Span<long> result) => Run<SubtractIntegers>(a, b, result);

    // result = a × b, wrapped. True when each of them fits.
    // throws ArgumentException: The spans differ in length.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static bool TryMultiply(ReadOnlySpan<long> a, ReadOnlySpan<long> b, Span<long> result)
    {
        CheckLengths(a.Length, b.Length, result.Length);
        long bad = 0;
        for (int i = 0; i < a.Length && i < b.Length && i < result.Length; i++)
        {
            long high = Math.BigMul(a[i], b[i], out long low);
            bad |= high ^ (low >> 63);
            result[i] = low;
        }

        return bad == 0;
    }

    // result = the nearest double to each integer.
    // throws ArgumentException: The spans differ in length.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void ToDoubles(ReadOnlySpan<long> values, Span<double> result)
    {
        CheckLengths(values.Length, values.Length, result.Length);
        for (int i = 0; i < values.Length && i < result.Length; i++)
        {
            result[i] = values[i];
        }
    }

    private interface IOperation
    {
        static abstract double Apply(double a, double b);

        static abstract Vector<double> Apply(Vector<double> a, Vector<double> b);
    }

    // An operation whose overflow is the sign bit of Overflow.
    private interface IIntegerOperation
    {
        static abstract long Apply(long a, long b);

        static abstract long Overflow(long a, long b, long result);

        static abstract Vector<long> Apply(Vector<long> a, Vector<long> b);

        static abstract Vector<long> Overflow(Vector<long> a, Vector<long> b, Vector<long> result);
    }

    private static void CheckLengths(int a, int b, int result)
    {
        if (a != b || a != result)
        {
            throw new ArgumentException($"{a} and {b} rows into {result}");
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Run<TOperation>(ReadOnlySpan<double> a, ReadOnlySpan<double> b, Span<double> result)
        where TOperation : struct, IOperation
    {
        CheckLengths(a.Length, b.Length, result.Length);
        ReadOnlySpan<Vector<double>> vectorsA = MemoryMarshal.Cast<double, Vector<double>>(a);
        ReadOnlySpan<Vector<double>> vectorsB = MemoryMarshal.Cast<double, Vector<double>>(b);
        Span<Vector<double>> vectors = MemoryMarshal.Cast<double, Vector<double>>(result);
        for (int i = 0; i < vectors.Length && i < vectorsA.Length && i < vectorsB.Length; i++)
        {
            vectors[i] = TOperation.Apply(vectorsA[i], vectorsB[i]);
        }

        for (int i = vectors.Length * Vector<double>.Count; i < result.Length; i++)
        {
            result[i] = TOperation.Apply(a[i], b[i]);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static bool Run<TOperation>(ReadOnlySpan<long> a, ReadOnlySpan<long> b, Span<long> result)
        where TOperation : struct, IIntegerOperation
    {
        CheckLengths(a.Length, b.Length, result.Length);
        ReadOnlySpan<Vector<long>> vectorsA = MemoryMarshal.Cast<long, Vector<long>>(a);
        ReadOnlySpan<Vector<long>> vectorsB = MemoryMarshal.Cast<long, Vector<long>>(b);
        Span<Vector<long>> vectors = MemoryMarshal.Cast<long, Vector<long>>(result);
        Vector<long> overflows = default;
        for (int i = 0; i < vectors.Length && i < vectorsA.Length && i < vectorsB.Length; i++)
        {
            Vector<long> sum = TOperation.Apply(vectorsA[i], vectorsB[i]);
            overflows |= TOperation.Overflow(vectorsA[i], vectorsB[i], sum);
            vectors[i] = sum;
        }

        long overflow = Vector.LessThanAny(overflows, default) ? -1 : 0;
        for (int i = vectors.Length * Vector<long>.Count; i < result.Length; i++)
        {
            result[i] = TOperation.Apply(a[i], b[i]);
            overflow |= TOperation.Overflow(a[i], b[i], result[i]);
        }

        return overflow >= 0;
    }

    private readonly struct AddOperation : IOperation
    {
        public static double Apply(double a, double b) => a + b;

        public static Vector<double> Apply(Vector<double> a, Vector<double> b) => a + b;
    }

    private readonly struct SubtractOperation : IOperation
    {
        public static double Apply(double a, double b) => a - b;

        public static Vector<double> Apply(Vector<double> a, Vector<double> b) => a - b;
    }

    private readonly struct MultiplyOperation : IOperation
    {
        public static double Apply(double a, double b) => a * b;

        public static Vector<double> Apply(Vector<double> a, Vector<double> b) => a * b;
    }

    private readonly struct DivideOperation : IOperation
    {
        public static double Apply(double a, double b) => a / b;

        public static Vector<double> Apply(Vector<double> a, Vector<double> b) => a / b;
    }

    private readonly struct AddIntegers : IIntegerOperation
    {
        public static long Apply(long a, long b) => unchecked(a + b);

        public static long Overflow(long a, long b, long result) => (a ^ result) & (b ^ result);

        public static Vector<long> Apply(Vector<long> a, Vector<long> b) => a + b;

        public static Vector<long> Overflow(Vector<long> a, Vector<long> b, Vector<long> result) => (a ^ result) & (b ^ result);
    }

    private readonly struct SubtractIntegers : IIntegerOperation
    {
        public static long Apply(long a, long b) => unchecked(a - b);

        public static long Overflow(long a, long b, long result) => (a ^ b) & (a ^ result);

        public static Vector<long> Apply(Vector<long> a, Vector<long> b) => a - b;

        public static Vector<long> Overflow(Vector<long> a, Vector<long> b, Vector<long> result) => (a ^ b) & (a ^ result);
    }
}
