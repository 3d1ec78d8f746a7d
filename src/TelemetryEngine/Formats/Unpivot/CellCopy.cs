using System.Numerics;
using TelemetryEngine.Columns;
using ColumnVector = TelemetryEngine.Columns.ColumnVector;

namespace TelemetryEngine.Formats.Unpivot;

// Copies single values from vectors to another one, exactly, into the type that holds those of all. For one thread.
internal sealed class CellCopy
{
    // readers of batches may have dictionaries of their own for each
    private const int MostDictionaries = 4_096;

    private readonly Dictionary<TextDictionary, int[]> _codes = new(ReferenceEqualityComparer.Instance);
    private TextDictionary _texts = new();

    // Bytes held by texts of several columns.
    public long TextBytes => _texts.Bytes;

    // Forgets the texts.
    public void ForgetTexts()
    {
        _texts = new TextDictionary();
        _codes.Clear();
    }

    // Makes a vector one that takes texts of several columns.
    public void BeginTexts(ColumnVector target)
    {
        if (target.Layout == VectorLayout.Codes)
        {
            target.Dictionary = _texts;
        }
    }

    // Copies a value, or a null.
    // to: The row; rows come in order.
    public void Copy(ColumnVector source, int from, ColumnVector target, int to, int rows)
    {
        switch (target.Layout)
        {
            case VectorLayout.Bits:
                int bit = (source.Bits[from >> 3] >> (from & 7)) & 1;
                target.Bits[to >> 3] = (byte)((target.Bits[to >> 3] & ~(1 << (to & 7))) | (bit << (to & 7)));
                break;
            case VectorLayout.Codes:
                target.Codes[to] = source.IsNull(from) ? 0 : CodeIn(target.Dictionary!, source, source.Codes[from]);
                break;
            case VectorLayout.Double:
                target.Doubles[to] = source.Layout == VectorLayout.Double ? source.Doubles[from] : source.Int64s[from];
                break;
            case VectorLayout.Scaled:
                CopyDecimal(source, from, target, to);
                break;
            default:
                target.Int64s[to] = source.Int64s[from];
                break;
        }

        if (source.IsNull(from))
        {
            target.SetNull(to, rows);
        }
    }

    private static void CopyDecimal(ColumnVector source, int from, ColumnVector target, int to)
    {
        long mantissa = source.Int64s[from];
        int missing = target.Type.Scale - source.Type.Scale;
        if (mantissa == 0 && WideAt(source, from) is { } wide)
        {
            target.Wide.Add(wide with { Row = to });
        }

        if (mantissa == 0 || missing == 0)
        {
            target.Int64s[to] = mantissa;
            return;
        }

        BigInteger exact = mantissa * BigInteger.Pow(10, missing);
        bool fits = BigInteger.Abs(exact) < Kernels.Text.DecimalText.MantissaLimit;
        target.Int64s[to] = fits ? (long)exact : 0;
        if (!fits)
        {
            target.Wide.Add(new WideValue(to, exact, target.Type.Scale));
        }
    }

    private static WideValue? WideAt(ColumnVector source, int row)
    {
        int low = 0;
        int high = source.Wide.Count - 1;
        while (low <= high)
        {
            int middle = (low + high) >>> 1;
            int found = source.Wide[middle].Row;
            if (found == row)
            {
                return source.Wide[middle];
            }

            (low, high) = found < row ? (middle + 1, high) : (low, middle - 1);
        }

        return null;
    }

    private int CodeIn(TextDictionary target, ColumnVector source, int code)
    {
        TextDictionary texts = source.Dictionary!;
        if (ReferenceEquals(texts, target))
        {
            return code;
        }

        if (!_codes.TryGetValue(texts, out int[]? known) || known.Length < texts.Count)
        {
            int before = known?.Length ?? 0;
            Array.Resize(ref known, texts.Count);
            Array.Fill(known, -1, before, known.Length - before);
            if (_codes.Count >= MostDictionaries)
            {
                _codes.Clear();
            }

            _codes[texts] = known;
        }

        if (known[code] < 0)
        {
            known[code] = target.GetOrAdd(texts[code]);
        }

        return known[code];
    }
}
