namespace TelemetryEngine.Aggregates.Components;

/// <summary>What is asked about a group with many different values.</summary>
/// <param name="Distinct">How many there are.</param>
/// <param name="Best">The most frequent ones, of equally frequent ones the smaller first; no more than <see cref="ValueCountColumn.MostRanks"/>.</param>
internal sealed record CountSummary(long Distinct, IReadOnlyList<RankedValue> Best);

/// <summary>A value and how often a group has it.</summary>
/// <param name="Value">Its <see cref="ValueForm"/>; 0 for a text.</param>
/// <param name="Text">The text, or null.</param>
/// <param name="Count">At least 1.</param>
internal readonly record struct RankedValue(ulong Value, byte[]? Text, long Count);

/// <summary>Keeps the most frequent of the values that come, each once.</summary>
internal sealed class Ranking
{
    private readonly List<RankedValue> _best = [];
    private long _distinct;

    public void Add(ulong value, ReadOnlySpan<byte> text, bool isText, long count)
    {
        _distinct++;
        if (_best.Count == ValueCountColumn.MostRanks)
        {
            if (!Precedes(value, text, count, _best[^1]))
            {
                return;
            }

            _best.RemoveAt(_best.Count - 1);
        }

        int at = _best.Count;
        while (at > 0 && Precedes(value, text, count, _best[at - 1]))
        {
            at--;
        }

        _best.Insert(at, new RankedValue(value, isText ? text.ToArray() : null, count));
    }

    public CountSummary End() => new(_distinct, _best);

    private static bool Precedes(ulong value, ReadOnlySpan<byte> text, long count, in RankedValue other)
    {
        if (count != other.Count)
        {
            return count > other.Count;
        }

        return other.Text is null ? value < other.Value : text.SequenceCompareTo(other.Text) < 0;
    }
}
