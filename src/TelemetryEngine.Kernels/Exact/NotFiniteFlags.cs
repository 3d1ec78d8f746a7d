namespace TelemetryEngine.Kernels.Exact;

// Which values without digits a sum has met. NaN wins; both infinities together are NaN.
internal struct NotFiniteFlags : IEquatable<NotFiniteFlags>
{
    private bool _nan;
    private bool _positive;
    private bool _negative;

    internal readonly bool Any => _nan || _positive || _negative;

    // What the sum is then, whatever the finite values are.
    internal readonly double Value =>
        _nan || (_positive && _negative) ? double.NaN : _positive ? double.PositiveInfinity : double.NegativeInfinity;

    internal void Add(double value)
    {
        ArgumentOutOfRangeException.ThrowIfEqual(double.IsFinite(value), true, nameof(value));
        _nan |= double.IsNaN(value);
        _positive |= double.IsPositiveInfinity(value);
        _negative |= double.IsNegativeInfinity(value);
    }

    internal void Merge(NotFiniteFlags other)
    {
        _nan |= other._nan;
        _positive |= other._positive;
        _negative |= other._negative;
    }

    // A letter for each: n, p, m.
    internal readonly string ToText() => (_nan ? "n" : "") + (_positive ? "p" : "") + (_negative ? "m" : "");

    internal static bool TryParse(ReadOnlySpan<char> text, out NotFiniteFlags flags)
    {
        flags = new NotFiniteFlags { _nan = text.Contains('n'), _positive = text.Contains('p'), _negative = text.Contains('m') };
        return flags.ToText().AsSpan().SequenceEqual(text);
    }

    public readonly bool Equals(NotFiniteFlags other) => _nan == other._nan && _positive == other._positive && _negative == other._negative;

    public override readonly bool Equals(object? obj) => obj is NotFiniteFlags other && Equals(other);

    public override readonly int GetHashCode() => HashCode.Combine(_nan, _positive, _negative);
}
