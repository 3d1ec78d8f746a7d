using System.Numerics;
using System.Text;
using TelemetryEngine.Kernels.Text;

namespace TelemetryEngine.Formats.Csv;

/// <summary>What the sample showed of one column.</summary>
/// <param name="separator">The byte between integer digits and fraction.</param>
/// <param name="format">A layout of times to try, or null.</param>
internal sealed class ColumnEvidence(byte separator, TimestampFormat? format)
{
    private readonly Dictionary<string, int> _others = [];
    private double _largest;
    private int _fractionDigits;

    /// <summary>Values that are not null.</summary>
    public int Values { get; private set; }

    public int Bools { get; private set; }

    public int Integers { get; private set; }

    /// <summary>Numbers, integers among them.</summary>
    public int Numbers { get; private set; }

    /// <summary>What the values are as times.</summary>
    public TimeEvidence Times { get; } = new(format);

    /// <summary>Values that are text and nothing else.</summary>
    public int Texts => _others.Values.Sum();

    /// <summary>Values by which people mean null.</summary>
    public int NullLikes
    {
        get
        {
            int seen = 0;
            foreach ((string text, int count) in _others)
            {
                seen += FieldErrors.IsNullLike(Encoding.UTF8.GetBytes(text)) ? count : 0;
            }

            return seen;
        }
    }

    /// <summary>Fraction digits such that the numbers seen stay below 2^62 as integers.</summary>
    public int Scale
    {
        get
        {
            int scale = Math.Min(_fractionDigits, DecimalText.MaxScale);
            while (scale > 0 && _largest * Math.Pow(10, scale) >= DecimalText.MantissaLimit)
            {
                scale--;
            }

            return scale;
        }
    }

    /// <summary>The most frequent text that is nothing else, the first by bytes of equals, and how often it was seen.</summary>
    public (string Text, int Count) CommonText
    {
        get
        {
            string common = "";
            int most = 0;
            foreach ((string text, int count) in _others)
            {
                if (count > most || (count == most && string.CompareOrdinal(text, common) < 0))
                {
                    common = text;
                    most = count;
                }
            }

            return (common, most);
        }
    }

    /// <summary>Adds a value, without its quotes.</summary>
    public void Add(ReadOnlySpan<byte> text)
    {
        Values++;
        bool isTime = Times.AddFormat(text);
        if (Int64Text.TryParse(text, out long integer) == NumberStatus.Ok)
        {
            Integers++;
            Numbers++;
            _largest = Math.Max(_largest, Math.Abs((double)integer));
            Times.AddCount(integer);
        }
        else if (AddNumber(text))
        {
            Numbers++;
        }
        else if (BoolColumn.TryParse(text, out _))
        {
            Bools++;
        }
        else if (!Times.AddText(text) && !isTime && (_others.Count < 1000 || FieldErrors.IsNullLike(text)))
        {
            string key = FieldText.Cut(text);
            _others.TryGetValue(key, out int before);
            _others[key] = before + 1;
        }
    }

    /// <summary>A number beyond all range is a number yet: the column stays one, and its row is an error. One that needs many digits has no say in the scale.</summary>
    private bool AddNumber(ReadOnlySpan<byte> text)
    {
        int point = text.IndexOf(separator);
        int end = text.IndexOfAny((byte)'e', (byte)'E');
        int digits = point < 0 ? 0 : (end < 0 ? text.Length : end) - point - 1;
        NumberStatus status = DecimalText.TryParse(text, separator, Math.Clamp(digits, 0, DecimalText.MaxScale), out long mantissa);
        if (status == NumberStatus.Ok && digits is >= 0 and <= DecimalText.MaxScale)
        {
            _fractionDigits = Math.Max(_fractionDigits, digits);
            _largest = Math.Max(_largest, Math.Abs(ScaledDecimal.ToDouble(mantissa, digits)));
        }
        else if (status == NumberStatus.Wide && DecimalText.ParseWide(text, separator, out BigInteger wide, out int scale, out _) == NumberStatus.Wide
            && scale is >= 0 and <= DecimalText.MaxScale && BigInteger.Abs(wide) < DecimalText.MantissaLimit)
        {
            _fractionDigits = Math.Max(_fractionDigits, scale);
            _largest = Math.Max(_largest, (double)BigInteger.Abs(wide) / Math.Pow(10, scale));
        }

        return status != NumberStatus.Invalid;
    }
}
