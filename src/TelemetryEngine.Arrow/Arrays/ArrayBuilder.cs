namespace TelemetryEngine.Arrow;

/// <summary>Collects rows and makes an array of them, on aligned memory that the collector frees.</summary>
/// <typeparam name="TArray">What is made.</typeparam>
internal abstract class ArrayBuilder<TArray>
    where TArray : ArrowArray
{
    private readonly BitmapBuilder _validity = new();

    private protected ArrayBuilder()
    {
    }

    /// <summary>Rows so far.</summary>
    public int Length { get; private set; }

    /// <summary>Null rows so far.</summary>
    public int NullCount { get; private set; }

    /// <summary>Makes the array and empties the builder.</summary>
    public TArray Build()
    {
        (int length, int nullCount) = (Length, NullCount);
        ArrowBuffer validity = nullCount == 0 ? ArrowBuffer.Empty : _validity.Build();
        Length = 0;
        NullCount = 0;
        return Build(validity, length, nullCount);
    }

    private protected abstract TArray Build(ArrowBuffer validity, int length, int nullCount);

    /// <summary>Counts valid rows; the bitmap exists only from the first null on.</summary>
    private protected void CountValid(int count)
    {
        if (NullCount != 0)
        {
            _validity.AppendSet(count);
        }

        Length = checked(Length + count);
    }

    private protected void CountNull()
    {
        if (NullCount == 0)
        {
            _validity.AppendSet(Length);
        }

        _validity.Append(false);
        NullCount++;
        Length = checked(Length + 1);
    }
}
