namespace TelemetryEngine.Kernels.Arithmetic;

// exp, ln, log10 and pow, the same bytes on every machine: the system's own differ from one to the next. Computed in DoubleDouble to some
// 95 bits, by tables (Tang, 1989 and 1990) and series, and rounded to a double once. So a result is the nearest double unless the exact one
// lies within 2^−30 of a unit of the last place from the middle of two; then it is one of these two.
internal static class Elementary
{
    // beyond these exp is infinite, or 0
    private const double MostExponent = 710;
    private const double LeastExponent = -746;
    private const double RootOfTwo = 1.41;
    private const int MostPower = 1023;
    private const int LeastPower = -1022;

    // e^x.
    public static double Exp(double x) => double.IsNaN(x) ? x : Exp(new DoubleDouble(x, 0));

    // The natural logarithm; −∞ of 0, NaN of what is less.
    public static double Ln(double x) => IsOrdinary(x) ? LnOf(x).High : LnOfOther(x);

    // The decimal logarithm; −∞ of 0, NaN of what is less.
    public static double Log10(double x) => IsOrdinary(x) ? (LnOf(x) * ElementaryTables.Log10E).High : LnOfOther(x);

    // x^y, with the special cases of IEEE 754-2019: 1 where y is 0 or x is 1, and NaN where x is negative and y no integer.
    public static double Pow(double x, double y)
    {
        if (y == 0 || x == 1)
        {
            return 1;
        }

        if (double.IsNaN(x) || double.IsNaN(y))
        {
            return double.NaN;
        }

        bool isInteger = Math.Floor(y) == y;
        bool isOdd = isInteger && Math.Abs(y) < 9007199254740992 && ((long)y & 1) != 0;
        double sign = double.IsNegative(x) && isOdd ? -1 : 1;
        double magnitude = Math.Abs(x);
        if (double.IsInfinity(y))
        {
            return magnitude == 1 ? 1 : (magnitude > 1) == (y > 0) ? double.PositiveInfinity : 0;
        }

        if (magnitude == 0 || double.IsInfinity(magnitude))
        {
            return (magnitude == 0) == (y > 0) ? sign * 0.0 : sign * double.PositiveInfinity;
        }

        return x < 0 && !isInteger ? double.NaN : sign * PowOf(magnitude, y);
    }

    private static double PowOf(double x, double y)
    {
        DoubleDouble logarithm = LnOf(x);
        double about = y * logarithm.High;
        return about > MostExponent ? double.PositiveInfinity : about < LeastExponent ? 0 : Exp(logarithm * y);
    }

    private static bool IsOrdinary(double x) => x > 0 && x < double.PositiveInfinity;

    private static double LnOfOther(double x) => x == 0 ? double.NegativeInfinity : x > 0 ? x : double.NaN;

    // x = 2^k m, and ln x = k ln 2 − ln c + ln (1 + r), where c is near 1 ÷ m and r = c m − 1 has no error.
    private static DoubleDouble LnOf(double x)
    {
        (double m, int k) = Split(x);
        int part = (int)(m * ElementaryTables.Parts) - ElementaryTables.FirstPart;
        DoubleDouble product = DoubleDouble.Product(m, ElementaryTables.Reciprocals[part]);
        DoubleDouble r = DoubleDouble.Normal(product.High - 1, product.Low);
        return (ElementaryTables.Ln2 * k) + (ElementaryTables.Logarithms[part] + LnOfOnePlus(r));
    }

    // m from 0.705 to 1.41.
    private static (double M, int K) Split(double x)
    {
        int k = 0;
        if (x < DoubleDouble.Power(LeastPower))
        {
            x *= DoubleDouble.Power(54);
            k = -54;
        }

        long bits = BitConverter.DoubleToInt64Bits(x);
        k += (int)(bits >> 52) - MostPower;
        double m = BitConverter.Int64BitsToDouble((bits & ((1L << 52) - 1)) | (1023L << 52));
        return m < RootOfTwo ? (m, k) : (m / 2, k + 1);
    }

    // r − r² ÷ 2 + r³ ÷ 3 …, where |r| is at most 2^−7; what is below 2^−52 of r needs no second double.
    private static DoubleDouble LnOfOnePlus(DoubleDouble r) => Series(ElementaryTables.Alternating, 7, r);

    // r + r² ÷ 2 + r³ ÷ 6 …, where |r| is at most 0.0055; what is below 2^−44 needs no second double.
    private static DoubleDouble ExpMinusOne(DoubleDouble r) => Series(ElementaryTables.InverseFactorials, 4, r);

    // c₁r + c₂r² + …, by Horner's rule: the terms up to one in two doubles, those behind it in one.
    private static DoubleDouble Series(DoubleDouble[] coefficients, int doubled, DoubleDouble r)
    {
        double small = 0;
        for (int n = coefficients.Length - 1; n > doubled; n--)
        {
            small = (small * r.High) + coefficients[n].High;
        }

        DoubleDouble sum = new(small, 0);
        for (int n = doubled; n > 0; n--)
        {
            sum = (sum * r) + coefficients[n];
        }

        return sum * r;
    }

    // x = k ln 2 ÷ 64 + r, and e^x = 2^⌊k ÷ 64⌋ 2^((k mod 64) ÷ 64) e^r.
    private static double Exp(DoubleDouble x)
    {
        if (x.High > MostExponent || x.High < LeastExponent)
        {
            return x.High > 0 ? double.PositiveInfinity : 0;
        }

        DoubleDouble step = ElementaryTables.Ln2Step;
        int k = (int)Math.Floor((x.High / step.High) + 0.5);
        DoubleDouble multiple = DoubleDouble.Product(step.High, k);
        DoubleDouble rest = DoubleDouble.Sum(x.High, -multiple.High);
        DoubleDouble r = DoubleDouble.Sum(rest.High, rest.Low - multiple.Low - (step.Low * k) + x.Low);
        DoubleDouble root = ElementaryTables.Roots[k & (ElementaryTables.Steps - 1)];
        return Scale(root + (root * ExpMinusOne(r)), k >> 6);
    }

    // The number from 0.99 to 2, × 2^power, rounded once.
    private static double Scale(DoubleDouble number, int power)
    {
        if (power > LeastPower || (power == LeastPower && number.High >= 1))
        {
            int half = power / 2;
            return number.High * DoubleDouble.Power(half) * DoubleDouble.Power(power - half);
        }

        if (power < LeastPower - 54)
        {
            return 0;
        }

        // added to a number whose last place is that of a subnormal result it is rounded there, and what was lost says which way
        double ruler = DoubleDouble.Power(LeastPower - power);
        double place = ruler * DoubleDouble.Power(-52);
        DoubleDouble rounded = DoubleDouble.Sum(ruler, number.High);
        double lost = rounded.Low + number.Low;
        double up = lost > place / 2 || (rounded.Low == place / 2 && number.Low > 0) ? place : 0;
        double down = lost < -place / 2 || (rounded.Low == -place / 2 && number.Low < 0) ? place : 0;
        return (rounded.High - ruler + up - down) * DoubleDouble.Power(-900) * DoubleDouble.Power(power + 900);
    }
}
