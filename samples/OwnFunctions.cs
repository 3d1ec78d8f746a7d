namespace Samples;

/// <summary>Aggregates and columns that a program computes itself.</summary>
public static class OwnFunctions
{
    public static IEnumerable<Hour> Of(string path) =>
        Telemetry.ReadCsv(path)
            .Derive("kw", static (ReadOnlySpan<double> w, Span<double> kw) =>
            {
                for (int i = 0; i < w.Length; i++)
                {
                    kw[i] = w[i] / 1000;
                }
            }, "power_w")
            .Window(Tumbling.Every("1h"))
            .GroupBy("device_id")
            .Aggregate(Custom(new LongestText(), "device_id").As("longest"), Custom(new RootMeanSquare(), "kw").As("rms"))
            .ToRecords<Hour>();

    public sealed record Hour(DateTimeOffset WindowStart, string DeviceId, string Longest, double? Rms);

    public struct RootMeanSquare : IOrderedAggregateFunction<RootMeanSquare, double, double>
    {
        private double _sum;
        private long _count;

        public void Add(ReadOnlySpan<double> values)
        {
            foreach (double value in values)
            {
                _sum += value * value;
            }

            _count += values.Length;
        }

        public readonly bool TryFinish(out double result)
        {
            result = Math.Sqrt(_sum / _count);
            return _count > 0;
        }
    }

    public struct LongestText : IAggregateFunction<LongestText, string, string>
    {
        private string? _longest;

        public void Add(ReadOnlySpan<string> values)
        {
            foreach (string value in values)
            {
                Take(value);
            }
        }

        public void Merge(in LongestText other) => Take(other._longest);

        public readonly bool TryFinish(out string result) => (result = _longest!) is not null;

        // of equally long ones the first by its characters, in whatever order they come
        private void Take(string? text)
        {
            int longer = (text?.Length ?? -1) - (_longest?.Length ?? -1);
            if (longer > 0 || (longer == 0 && string.CompareOrdinal(text, _longest) < 0))
            {
                _longest = text;
            }
        }
    }
}
