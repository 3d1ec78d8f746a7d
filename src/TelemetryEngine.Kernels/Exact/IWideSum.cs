namespace TelemetryEngine.Kernels.Exact;

/// <summary>An exact sum of any width.</summary>
/// <typeparam name="TSelf">The sum.</typeparam>
internal interface IWideSum<TSelf>
    where TSelf : class, IWideSum<TSelf>
{
    /// <summary>About how many bytes it holds.</summary>
    int Bytes { get; }

    /// <summary>Adds everything that <paramref name="other"/> holds, which stays as it is.</summary>
    void Merge(TSelf other);

    /// <summary>Adds what <see cref="ToText"/> wrote.</summary>
    /// <exception cref="FormatException">It is something else.</exception>
    void MergeText(ReadOnlySpan<char> text);

    /// <summary>The state as text; equal states have equal texts.</summary>
    string ToText();

    /// <summary>The sum exactly.</summary>
    ExactNumber ToNumber();

    /// <summary>sum / count rounded once.</summary>
    /// <param name="count">The divisor, at least 1.</param>
    double Round(long count);
}
