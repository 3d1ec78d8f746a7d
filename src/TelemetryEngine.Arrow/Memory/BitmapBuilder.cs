namespace TelemetryEngine.Arrow;

/// <summary>A growing bitmap.</summary>
internal sealed class BitmapBuilder
{
    private byte[] _bytes = [];

    /// <summary>The number of bits.</summary>
    public int Length { get; private set; }

    public void Append(bool value)
    {
        Reserve(1);
        Bitmap.Set(_bytes, Length++, value);
    }

    public void AppendSet(int count)
    {
        Reserve(count);
        Bitmap.SetRange(_bytes, Length, count);
        Length += count;
    }

    /// <summary>The bits on aligned memory of exactly the bytes needed; the builder is empty afterwards.</summary>
    public ArrowBuffer Build()
    {
        ArrowBuffer buffer = ArrowBuffer.CopyOf<byte>(_bytes.AsSpan(0, Bitmap.ByteCount(Length)));
        _bytes = [];
        Length = 0;
        return buffer;
    }

    private void Reserve(int count)
    {
        int bytes = Bitmap.ByteCount(checked(Length + count));
        if (bytes > _bytes.Length)
        {
            Array.Resize(ref _bytes, Math.Max(bytes, Math.Max(64, _bytes.Length * 2)));
        }
    }
}
