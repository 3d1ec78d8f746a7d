using System.Collections.ObjectModel;

namespace TelemetryEngine.Arrow;

/// <summary>Equality of key-value metadata. Order does not count, and none is the same as empty.</summary>
internal static class Metadata
{
    public static IReadOnlyDictionary<string, string> OrEmpty(IReadOnlyDictionary<string, string>? metadata) =>
        metadata ?? ReadOnlyDictionary<string, string>.Empty;

    public static bool AreEqual(IReadOnlyDictionary<string, string> left, IReadOnlyDictionary<string, string> right)
    {
        if (left.Count != right.Count)
        {
            return false;
        }

        foreach ((string key, string value) in left)
        {
            if (!right.TryGetValue(key, out string? other) || !string.Equals(value, other, StringComparison.Ordinal))
            {
                return false;
            }
        }

        return true;
    }
}
