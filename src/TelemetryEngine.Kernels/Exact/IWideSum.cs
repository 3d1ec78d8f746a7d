namespace TelemetryEngine.Kernels.Exact;

// An exact sum of any width.
internal interface IWideSum<TSelf>
    where TSelf : class, IWideSum<TSelf>
{
    // About how many bytes it holds.
    int Bytes { get; }

    // Adds everything that other holds, which stays as it is.
    void Merge(TSelf other);

    // Adds what ToText wrote.
    // throws FormatException: It is something else.
    void MergeText(ReadOnlySpan<char> text);

    // The state as text; equal states have equal texts.
    string ToText();

    // The sum exactly.
    ExactNumber ToNumber();

    // sum / count rounded once.
    // count: The divisor, at least 1.
    double Round(long count);
}
