using System.Globalization;
using System.Numerics;

namespace TelemetryEngine.Kernels.Exact;

// An exact sum of any doubles: one long fixed-point number (after Kulisch, "Computer Arithmetic and Validity") of 32-bit digits, each in an
// int64 so that carries can wait. Order and grouping of the additions never show. 2^64 of the greatest doubles fit. With a degree it sums
// products of so many doubles, and is as many times as long. Not safe for use by several threads at once.
// degree: How many factors its products have, 1 to 4; 1 = it sums doubles.
internal sealed class WideBinarySum(int degree) : IWideSum<WideBinarySum>
{
    // Two significands of 53 bits make one half of a product.
    private const int MaxDegree = 4;

    // The first digit counts 2^−1099: below the smallest double, and whole digits below the steps of BinaryFixedPoint.
    private const int LastBit = FixedPointDigit * -32 - BinaryFixedPoint.FractionBits;

    private const int FixedPointDigit = 32;

    // 2240 bits: up to 2^1141, which leaves products with 64 bits room.
    private const int DigitCount = 70;

    // Each addition changes a digit by less than 2^32, so after 2^29 of them it is still far from overflow.
    private const int CarryEvery = 1 << 29;

    private readonly long[] _digits =
        new long[degree is >= 1 and <= MaxDegree ? DigitCount * degree : throw new ArgumentOutOfRangeException(nameof(degree))];
    private readonly int _lastBit = LastBit * degree;
    private int _additions;
    private NotFiniteFlags _notFinite;

    // A sum of doubles.
    public WideBinarySum()
        : this(1)
    {
    }

    public int Bytes => (_digits.Length * sizeof(long)) + 64;

    // True when NaN or an infinity has been added.
    public bool HasNotFinite => _notFinite.Any;

    // Adds any double, NaN and the infinities too.
    public void Add(double value)
    {
        if (!double.IsFinite(value))
        {
            _notFinite.Add(value);
            return;
        }

        (ulong significand, int exponent) = DoubleBits.Split(value);
        Add(significand, exponent, value < 0 ? -1 : 1);
    }

    // Adds the product of doubles, which are as many as the degree says at most. When one is not finite, so is the product as IEEE 754 has
    // it with unbounded exponents: only a factor of 0 makes NaN of an infinity.
    // throws ArgumentOutOfRangeException: There are too many.
    public void AddProduct(ReadOnlySpan<double> factors)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(factors.Length, degree, nameof(factors));
        UInt128 left = 1;
        UInt128 right = 1;
        int exponent = 0;
        int sign = 1;
        bool isFinite = true;
        for (int i = 0; i < factors.Length; i++)
        {
            isFinite &= double.IsFinite(factors[i]);
            (ulong significand, int more) = isFinite ? DoubleBits.Split(factors[i]) : default;
            left *= i < 2 ? significand : 1;
            right *= i < 2 ? 1 : significand;
            exponent += more;
            sign = factors[i] < 0 ? -sign : sign;
        }

        if (!isFinite)
        {
            _notFinite.Add(NotFiniteProduct(factors));
            return;
        }

        AddProduct((ulong)left, right, exponent, sign);
        AddProduct((ulong)(left >> 64), right, exponent + 64, sign);
    }

    // Adds value × factor of any double; a factor of 0 adds nothing, whatever the value is.
    // throws InvalidOperationException: This is a sum of products of doubles.
    public void Add(double value, ulong factor)
    {
        RequireDoubles();
        if (!double.IsFinite(value))
        {
            if (factor != 0)
            {
                _notFinite.Add(value);
            }

            return;
        }

        (ulong significand, int exponent) = DoubleBits.Split(value);
        (int digit, int shift) = Math.DivRem(exponent - LastBit, 32);
        long sign = value < 0 ? -1 : 1;
        for (; factor != 0; factor >>= 32, digit++)
        {
            UInt128 shifted = ((UInt128)significand * (uint)factor) << shift;
            Span<long> digits = _digits.AsSpan(digit, 4);
            digits[0] += sign * (uint)shifted;
            digits[1] += sign * (uint)(shifted >> 32);
            digits[2] += sign * (uint)(shifted >> 64);
            digits[3] += sign * (uint)(shifted >> 96);
            CountAddition();
        }
    }

    // Adds a sum of products.
    // throws InvalidOperationException: This is a sum of products of doubles.
    public void Add(in ProductSum products)
    {
        RequireDoubles();
        (long first, long second, long third, long fourth) = products.Parts;
        Span<long> digits = _digits.AsSpan(FixedPointDigit, 8);
        digits[0] += (uint)first;
        digits[1] += (uint)(first >>> 32);
        digits[2] += (uint)second;
        digits[3] += (uint)(second >>> 32);
        digits[4] += (uint)third;
        digits[5] += (uint)(third >>> 32);
        digits[6] += (uint)fourth;
        digits[7] += fourth >> 32;
        CountAddition();
    }

    // Adds a sum of BinaryFixedPoint.
    // throws InvalidOperationException: This is a sum of products.
    public void Add(Int128 fixedPoint)
    {
        RequireDoubles();
        Span<long> digits = _digits.AsSpan(FixedPointDigit, 4);
        digits[0] += (uint)fixedPoint;
        digits[1] += (uint)(fixedPoint >> 32);
        digits[2] += (uint)(fixedPoint >> 64);
        digits[3] += (int)(fixedPoint >> 96);
        CountAddition();
    }

    // Adds NaN or an infinity.
    // throws ArgumentOutOfRangeException: The value is finite.
    public void AddNotFinite(double value) => _notFinite.Add(value);

    // Adds everything that other holds, which stays as it is. Merging with itself doubles.
    public void Merge(WideBinarySum other)
    {
        ArgumentNullException.ThrowIfNull(other);
        ArgumentOutOfRangeException.ThrowIfNotEqual(other._digits.Length, _digits.Length, nameof(other));
        for (int i = 0; i < _digits.Length; i++)
        {
            _digits[i] += other._digits[i];
        }

        // A carried digit is below 2^32, like one addition.
        _additions += other._additions + 1;
        _notFinite.Merge(other._notFinite);
        if (_additions >= CarryEvery)
        {
            Carry(_digits);
            _additions = 0;
        }
    }

    // sum / count rounded once; with a count of 1 the sum. NaN after NaN or both infinities; ±∞ only when the result is beyond the greatest
    // double.
    // count: The divisor, at least 1.
    public double Round(long count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        return Round((UInt128)(ulong)count);
    }

    // sum × factor ÷ divisor, as Round gives it.
    public double Round(UInt128 divisor, ulong factor = 1) =>
        _notFinite.Any ? _notFinite.Value : ExactQuotient.Round(ToBigInteger() * factor, divisor, _lastBit);

    // The finite part, exactly: significand × 2^exponent with an odd significand; zero is 0 × 2^0.
    public (BigInteger Significand, int Exponent) ToExact()
    {
        BigInteger value = ToBigInteger();
        if (value.IsZero)
        {
            return (value, 0);
        }

        int zeros = (int)BigInteger.TrailingZeroCount(value);
        return (value >> zeros, _lastBit + zeros);
    }

    public ExactNumber ToNumber()
    {
        (BigInteger significand, int exponent) = ToExact();
        return new ExactNumber(significand, exponent, 2, _notFinite.Any ? _notFinite.Value : 0);
    }

    // The state as text; equal states have equal texts, whatever way they came about.
    public string ToText()
    {
        (BigInteger significand, int exponent) = ToExact();
        return string.Create(CultureInfo.InvariantCulture, $"{significand}b{exponent}{_notFinite.ToText()}");
    }

    public void MergeText(ReadOnlySpan<char> text) => Merge(Parse(text, degree));

    // Reads what ToText wrote.
    // degree: The degree of the sum that wrote it.
    // throws FormatException: It is something else.
    public static WideBinarySum Parse(ReadOnlySpan<char> text, int degree = 1)
    {
        WideBinarySum sum = new(degree);
        int bits = DigitCount * 32 * degree;
        int letter = text.IndexOf('b');
        ReadOnlySpan<char> tail = letter < 0 ? default : text[(letter + 1)..].TrimEnd("npm");
        if (letter < 0
            || !BigInteger.TryParse(text[..letter], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out BigInteger significand)
            || !int.TryParse(tail, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int exponent)
            || exponent < sum._lastBit
            || exponent > sum._lastBit + bits
            || exponent - sum._lastBit + significand.GetBitLength() >= bits - 1
            || !NotFiniteFlags.TryParse(text[(letter + 1 + tail.Length)..], out sum._notFinite))
        {
            throw new FormatException("Not the text of a binary sum.");
        }

        sum.SetDigits(significand << (exponent - sum._lastBit));
        return sum;
    }

    private void RequireDoubles()
    {
        if (degree != 1)
        {
            throw new InvalidOperationException("a sum of products of doubles has no place for steps");
        }
    }

    private void SetDigits(BigInteger value)
    {
        for (int i = 0; i < _digits.Length - 1; i++)
        {
            _digits[i] = (long)(value & uint.MaxValue);
            value >>= 32;
        }

        _digits[^1] = (long)value;
        _additions = 1;
    }

    // Finite factors count by their signs alone: their product might underflow to a zero that none of them is.
    private static double NotFiniteProduct(ReadOnlySpan<double> factors)
    {
        double product = 1;
        foreach (double factor in factors)
        {
            product *= double.IsFinite(factor) ? Math.Sign(factor) : factor;
        }

        return product;
    }

    private void AddProduct(ulong left, UInt128 right, int exponent, int sign)
    {
        UInt128 low = (UInt128)left * (ulong)right;
        UInt128 high = (UInt128)left * (ulong)(right >> 64);
        Add((ulong)low, exponent, sign);
        Add((ulong)(low >> 64), exponent + 64, sign);
        Add((ulong)high, exponent + 64, sign);
        Add((ulong)(high >> 64), exponent + 128, sign);
    }

    private void Add(ulong significand, int exponent, int sign)
    {
        if (significand == 0)
        {
            return;
        }

        (int digit, int shift) = Math.DivRem(exponent - _lastBit, 32);
        UInt128 shifted = (UInt128)significand << shift;
        Span<long> digits = _digits.AsSpan(digit, 3);
        digits[0] += sign * (long)(uint)shifted;
        digits[1] += sign * (long)(uint)(shifted >> 32);
        digits[2] += sign * (long)(uint)(shifted >> 64);
        CountAddition();
    }

    private void CountAddition()
    {
        if (++_additions >= CarryEvery)
        {
            Carry(_digits);
            _additions = 0;
        }
    }

    // Brings every digit but the last into 0 … 2^32 − 1; the last keeps the sign.
    private static void Carry(Span<long> digits)
    {
        long carry = 0;
        for (int i = 0; i < digits.Length - 1; i++)
        {
            carry += digits[i];
            digits[i] = carry & uint.MaxValue;
            carry >>= 32;
        }

        digits[^1] += carry;
    }

    private BigInteger ToBigInteger()
    {
        Span<long> digits = stackalloc long[_digits.Length];
        _digits.CopyTo(digits);
        Carry(digits);
        Span<byte> bytes = stackalloc byte[_digits.Length * 4 + 4];
        for (int i = 0; i < digits.Length - 1; i++)
        {
            BitConverter.TryWriteBytes(bytes[(i * 4)..], (uint)digits[i]);
        }

        BitConverter.TryWriteBytes(bytes[((digits.Length - 1) * 4)..], digits[^1]);
        if (!BitConverter.IsLittleEndian)
        {
            throw new PlatformNotSupportedException("big-endian machines");
        }

        return new BigInteger(bytes);
    }
}
