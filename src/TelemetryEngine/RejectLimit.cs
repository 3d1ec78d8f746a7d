using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace TelemetryEngine;

/// <summary>How many rows may be rejected before a run counts as failed: a number of rows, or a share of the rows that were read.</summary>
public sealed record RejectLimit
{
    private RejectLimit(long? rows, double? percent) => (MostRows, MostPercent) = (rows, percent);

    /// <summary>The most rows; null where a share is the limit.</summary>
    public long? MostRows { get; }

    /// <summary>The largest share of the rows read, in percent; null where a number is the limit.</summary>
    public double? MostPercent { get; }

    /// <summary>At most so many rows.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is negative.</exception>
    public static RejectLimit Rows(long count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        return new RejectLimit(count, null);
    }

    /// <summary>At most so many of a hundred rows.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not from 0 to 100.</exception>
    public static RejectLimit Percent(double share)
    {
        return share is >= 0 and <= 100
            ? new RejectLimit(null, share)
            : throw new ArgumentOutOfRangeException(nameof(share), share, "a share is from 0 to 100 percent");
    }

    /// <summary>Reads a number of rows, such as <c>100</c>, or a share, such as <c>0.5%</c>. False when the text is neither.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out RejectLimit? limit)
    {
        limit = null;
        if (text.EndsWith('%'))
        {
            bool isShare =
                double.TryParse(text.AsSpan()[..^1], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double share)
                    && share <= 100;
            limit = isShare ? Percent(share) : null;
        }
        else if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long rows))
        {
            limit = Rows(rows);
        }

        return limit is not null;
    }

    /// <summary>True when so many rejected rows of so many that were read are within the limit.</summary>
    public bool Allows(long rejected, long read) => MostRows is { } most ? rejected <= most : rejected * 100.0 <= MostPercent * read;

    /// <summary>The limit as <see cref="TryParse"/> reads it.</summary>
    public override string ToString() =>
        MostRows is { } most
            ? most.ToString(CultureInfo.InvariantCulture)
            : MostPercent!.Value.ToString("R", CultureInfo.InvariantCulture) + "%";
}
