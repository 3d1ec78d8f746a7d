using System.Globalization;
using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace TelemetryEngine.Kernels.Tests.Oracles;

/// <summary>Random values that look for trouble.</summary>
internal static class Generators
{
    private static readonly double[] Awkward =
    [
        0.0, -0.0, 1, -1, 0.1, 0.5, 1.5, 2.5, 1e16, 1e100, 1e308, -1e308, double.MaxValue, double.MinValue, double.Epsilon, -double.Epsilon,
        2.2250738585072014E-308, 2.225073858507201E-308, 4503599627370496.5, 9007199254740992, 9007199254740994, 1e-5, 1e-4, 9.5e-5, 1e15, 1e22, 1e23,
        1099511627775.9999, 1099511627776, 1.3234889800848443E-23, 2.6469779601696886E-23,
    ];

    internal static Gen<long> Int64s { get; } = Gen.OneOf(
        Gen.Choose(-1000, 1000).Select(small => (long)small),
        ArbMap.Default.GeneratorFor<ulong>().SelectMany(_ => Bits64, (_, bits) => bits),
        Gen.Choose(0, 62).SelectMany(_ => Gen.Choose(-3, 3), (shift, delta) => (1L << shift) + delta),
        Gen.Choose(0, 62).SelectMany(_ => Bits64, (shift, bits) => bits >> shift));

    internal static Gen<long> Bits64 => Gen.Choose(int.MinValue, int.MaxValue)
        .SelectMany(_ => Gen.Choose(int.MinValue, int.MaxValue), (high, low) => (long)high << 32 | (uint)low);

    /// <summary>Finite doubles of every size, near powers of two, with short decimals, and the awkward ones.</summary>
    internal static Gen<double> Doubles { get; } = Gen.OneOf(
        Gen.Elements(Awkward),
        Bits64.Select(BitConverter.Int64BitsToDouble).Where(double.IsFinite),
        Gen.Choose(-1_000_000_000, 1_000_000_000).SelectMany(_ => Gen.Choose(0, 9), (digits, scale) => digits / Math.Pow(10, scale)),
        Gen.Choose(-1074, 1023).SelectMany(_ => Gen.Choose(-2, 2), (power, ulps) => Nudge(Math.ScaleB(1, power), ulps)));

    /// <summary>Number texts, most of them valid: signs, zeros at both ends, points at odd places, exponents.</summary>
    internal static Gen<string> NumberTexts { get; } =
        from sign in Gen.Elements("", "", "", "-", "+")
        from integer in Digits
        from point in Gen.Elements("", ".", ".")
        from fraction in Digits
        from exponent in Gen.OneOf(
            Gen.Constant(""),
            Gen.Constant(""),
            Gen.Choose(-30, 30).SelectMany(_ => Gen.Elements("e", "E"), (power, letter) => letter + power.ToString(CultureInfo.InvariantCulture)),
            Gen.Choose(-500, 500).Select(power => "e" + power.ToString("+0;-0", CultureInfo.InvariantCulture)))
        select sign + integer + point + (point.Length == 0 ? "" : fraction) + exponent;

    /// <summary>Bytes from the letters that numbers and times are made of, so that parsers get far before they stumble.</summary>
    internal static Gen<byte[]> NearlyText { get; } = Gen.OneOf(
        Gen.Elements("0123456789-+.:TZ eEnaif,"u8.ToArray()).ArrayOf(),
        ArbMap.Default.GeneratorFor<byte>().ArrayOf());

    private static Gen<string> Digits =>
        from zeros in Gen.Elements(0, 0, 0, 1, 5, 20)
        from length in Gen.Frequency((8, Gen.Choose(0, 10)), (2, Gen.Choose(10, 25)), (1, Gen.Choose(25, 60)))
        from digits in Gen.Elements('0', '1', '2', '3', '4', '5', '6', '7', '8', '9').ArrayOf(length)
        from tail in Gen.Elements(0, 0, 0, 3, 18)
        select new string('0', zeros) + new string(digits) + new string('0', tail);

    internal static void Check(this Property property, int times = 2000) => property.Check(Config.QuickThrowOnFailure.WithMaxTest(times));

    internal static byte[] Utf8(this string text) => Encoding.UTF8.GetBytes(text);

    private static double Nudge(double value, int ulps)
    {
        for (; ulps > 0; ulps--)
        {
            value = double.BitIncrement(value);
        }

        for (; ulps < 0; ulps++)
        {
            value = double.BitDecrement(value);
        }

        return value;
    }
}
