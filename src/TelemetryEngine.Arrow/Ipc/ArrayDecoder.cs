namespace TelemetryEngine.Arrow.Ipc;

/// <summary>Makes arrays of a message's buffers: the one place that knows which buffers a type has. What comes out can be used without
/// further checks.</summary>
internal static class ArrayDecoder
{
    /// <summary>Takes the next column.</summary>
    /// <param name="body">The message's nodes and buffers.</param>
    /// <param name="type">The column's type.</param>
    /// <param name="name">Its name, for messages.</param>
    /// <param name="dictionary">Its dictionary, if it has one and the dictionary has come.</param>
    public static ArrowArray Next(Body body, ArrowType type, string name, StringArray? dictionary = null)
    {
        int rows = body.Length;
        (ArrowBuffer validity, int nulls) = NextValidity(body, name);
        return type switch
        {
            BooleanType => new BooleanArray(body.NextBuffer(Bitmap.ByteCount(rows), name).Buffer, validity, rows, nulls),
            Int32Type => new Int32Array(NextValues(body, sizeof(int), name), validity, rows, nulls),
            Int64Type => new Int64Array(NextValues(body, sizeof(long), name), validity, rows, nulls),
            FloatType => new FloatArray(NextValues(body, sizeof(float), name), validity, rows, nulls),
            DoubleType => new DoubleArray(NextValues(body, sizeof(double), name), validity, rows, nulls),
            TimestampType timestamp => new TimestampArray(timestamp, NextValues(body, sizeof(long), name), validity, rows, nulls),
            StringType => NextTexts(body, validity, nulls, name),
            DictionaryType encoded => NextCodes(body, encoded, validity, nulls, name, dictionary),
            _ => throw new NotSupportedException($"an array of {type} can't be read"),
        };
    }

    private static (ArrowBuffer Validity, int Nulls) NextValidity(Body body, string name)
    {
        int claimed = body.NextNulls();
        (ArrowBuffer validity, long offset) = body.NextBuffer(0, name);
        if (claimed == 0 || (validity.IsEmpty && claimed < 0))
        {
            return (ArrowBuffer.Empty, 0);
        }

        if (validity.Length < Bitmap.ByteCount(body.Length))
        {
            throw new ArrowFormatException($"{name}: validity bitmap of {validity.Length} bytes for {body.Length} rows, {claimed} of them null", offset);
        }

        int nulls = body.Length - Bitmap.CountSet(validity.Span, 0, body.Length);
        return claimed < 0 || claimed == nulls
            ? (validity, nulls)
            : throw new ArrowFormatException($"{name}: {claimed} nulls are announced, the validity bitmap has {nulls}", offset);
    }

    private static ArrowBuffer NextValues(Body body, int width, string name) => body.NextBuffer((long)body.Length * width, name).Buffer;

    private static StringArray NextTexts(Body body, ArrowBuffer validity, int nulls, string name)
    {
        int rows = body.Length;
        (ArrowBuffer offsets, long offsetsAt) = body.NextBuffer(rows == 0 ? 0 : (rows + 1L) * sizeof(int), name);
        (ArrowBuffer data, long dataAt) = body.NextBuffer(0, name);
        if (rows == 0)
        {
            return new StringArray(ArrowBuffer.Empty, ArrowBuffer.Empty, ArrowBuffer.Empty, 0, 0);
        }

        TextCheck.Offsets(offsets.Cast<int>()[..(rows + 1)], data.Length, name, offsetsAt);
        StringArray texts = new(offsets, data, validity, rows, nulls);
        TextCheck.Utf8(texts, name, dataAt);
        return texts;
    }

    private static DictionaryArray NextCodes(Body body, DictionaryType type, ArrowBuffer validity, int nulls, string name, StringArray? dictionary)
    {
        (ArrowBuffer values, long offset) = body.NextBuffer((long)body.Length * sizeof(int), name);
        Int32Array codes = new(values, validity, body.Length, nulls);
        int count = dictionary?.Length ?? 0;
        uint largest = 0;
        foreach (int code in codes.Values)
        {
            largest = Math.Max(largest, (uint)code);
        }

        if (largest >= (uint)count)
        {
            CheckCodes(codes, count, dictionary is null, name, offset);
        }

        return new DictionaryArray(type, codes, dictionary ?? new StringArray(ArrowBuffer.Empty, ArrowBuffer.Empty, ArrowBuffer.Empty, 0, 0));
    }

    /// <summary>Finds the row whose code has no text. What stands at a null row does not count.</summary>
    private static void CheckCodes(Int32Array codes, int count, bool isMissing, string name, long offset)
    {
        ReadOnlySpan<int> values = codes.Values;
        for (int row = 0; row < values.Length; row++)
        {
            if ((uint)values[row] >= (uint)count && codes.IsValid(row))
            {
                string dictionary = isMissing ? "no dictionary has come" : $"the dictionary has {count} values";
                throw new ArrowFormatException($"{name}: row {row} has the code {values[row]}, {dictionary}", offset + ((long)row * sizeof(int)));
            }
        }
    }
}
