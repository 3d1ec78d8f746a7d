using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace TelemetryEngine.Kernels.Compare;

// A comparison in its scalar form, which is the definition, and for a vector of them.
internal interface IComparisonOperation
{
    static abstract bool Apply<T>(T a, T b)
        where T : struct, INumber<T>;

    static abstract Vector256<T> Apply<T>(Vector256<T> a, Vector256<T> b);
}

internal readonly struct EqualOperation : IComparisonOperation
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Apply<T>(T a, T b)
        where T : struct, INumber<T> => a == b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Apply<T>(Vector256<T> a, Vector256<T> b) => Vector256.Equals(a, b);
}

internal readonly struct NotEqualOperation : IComparisonOperation
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Apply<T>(T a, T b)
        where T : struct, INumber<T> => a < b || a > b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Apply<T>(Vector256<T> a, Vector256<T> b) => Vector256.LessThan(a, b) | Vector256.GreaterThan(a, b);
}

internal readonly struct LessOperation : IComparisonOperation
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Apply<T>(T a, T b)
        where T : struct, INumber<T> => a < b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Apply<T>(Vector256<T> a, Vector256<T> b) => Vector256.LessThan(a, b);
}

internal readonly struct LessOrEqualOperation : IComparisonOperation
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Apply<T>(T a, T b)
        where T : struct, INumber<T> => a <= b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Apply<T>(Vector256<T> a, Vector256<T> b) => Vector256.LessThanOrEqual(a, b);
}

internal readonly struct GreaterOperation : IComparisonOperation
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Apply<T>(T a, T b)
        where T : struct, INumber<T> => a > b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Apply<T>(Vector256<T> a, Vector256<T> b) => Vector256.GreaterThan(a, b);
}

internal readonly struct GreaterOrEqualOperation : IComparisonOperation
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Apply<T>(T a, T b)
        where T : struct, INumber<T> => a >= b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Apply<T>(Vector256<T> a, Vector256<T> b) => Vector256.GreaterThanOrEqual(a, b);
}
