using System.Globalization;
using System.Text;
using TelemetryEngine.Columns;

namespace TelemetryEngine.Fills;

// Puts one value everywhere.
internal sealed class ValueFill : Fill
{
    private readonly long _number;
    private readonly double _fraction;
    private readonly byte[] _text = [];

    private ValueFill(long number) => _number = number;

    private ValueFill(double fraction) => _fraction = fraction;

    private ValueFill(string text) => _text = Encoding.UTF8.GetBytes(text);

    // A number for numbers, true or false for booleans, text for text; null when it is none of the column's type.
    public static Fill? Bind(string text, Column column)
    {
        CultureInfo plain = CultureInfo.InvariantCulture;
        return column.Type.Kind switch
        {
            ColumnKind.Float64 or ColumnKind.Float32 when double.TryParse(text, NumberStyles.Float, plain, out double fraction) =>
                new ValueFill(fraction),
            ColumnKind.Int64 when long.TryParse(text, NumberStyles.AllowLeadingSign, plain, out long number) => new ValueFill(number),
            ColumnKind.Int32 when int.TryParse(text, NumberStyles.AllowLeadingSign, plain, out int number) => new ValueFill((long)number),
            ColumnKind.Bool when bool.TryParse(text, out bool flag) => new ValueFill(flag ? 1L : 0L),
            ColumnKind.Utf8 => new ValueFill(text),
            _ => null,
        };
    }

    public override void Apply(FillColumn column)
    {
        ColumnVector values = column.Values;
        int code = values.Type.IsText ? values.Dictionary!.GetOrAdd(_text) : 0;
        for (int row = 0; row < column.Previous.Length; row++)
        {
            if (!values.IsNull(row))
            {
                continue;
            }

            values.ClearNull(row);
            switch (values.Layout)
            {
                case VectorLayout.Double: values.Doubles[row] = _fraction; break;
                case VectorLayout.Codes: values.Codes[row] = code; break;
                case VectorLayout.Bits: values.Bits[row >> 3] |= (byte)(_number << (row & 7)); break;
                default: values.Int64s[row] = _number; break;
            }
        }
    }
}
