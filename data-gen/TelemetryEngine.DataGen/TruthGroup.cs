using System.Globalization;
using System.Runtime.InteropServices;

namespace TelemetryEngine.DataGen;

// The exact sum, count, minimum and maximum of a group's readings, in integer parts of the unit.
internal sealed class TruthGroup
{
    // Integers up to here are doubles as they are, so that the quotient of two of them is rounded once, by the division.
    private const long MaxExact = 1L << 53;

    private long _sum;
    private int _min = int.MaxValue;
    private int _max = int.MinValue;

    // How many readings were not null.
    public long Count { get; private set; }

    // What steps from reading to reading give the group.
    public TruthSteps Steps => field ??= new TruthSteps();

    // The group of a key, added when it is new.
    public static TruthGroup Of<TKey>(Dictionary<TKey, TruthGroup> groups, TKey key)
        where TKey : notnull
    {
        ref TruthGroup? group = ref CollectionsMarshal.GetValueRefOrAddDefault(groups, key, out _);
        return group ??= new TruthGroup();
    }

    // Adds a reading; null only makes the group exist.
    public void Add(int? parts)
    {
        if (parts is not { } value)
        {
            return;
        }

        _sum = checked(_sum + value);
        _min = Math.Min(_min, value);
        _max = Math.Max(_max, value);
        Count++;
    }

    // The average in units of partsPerUnit parts, or nothing without a reading.
    public string AverageText(long partsPerUnit)
    {
        if (Count == 0)
        {
            return "";
        }

        long divisor = checked(partsPerUnit * Count);
        if (Math.Abs(_sum) > MaxExact || divisor > MaxExact)
        {
            throw new OverflowException("A group has too many readings for an exact average by one division of doubles.");
        }

        return Text((double)_sum / divisor);
    }

    // The smallest reading, or nothing without one.
    public string MinText(int partsPerUnit) => Count == 0 ? "" : Text((double)_min / partsPerUnit);

    // The greatest reading, or nothing without one.
    public string MaxText(int partsPerUnit) => Count == 0 ? "" : Text((double)_max / partsPerUnit);

    private static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
