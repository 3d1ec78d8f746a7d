namespace TelemetryEngine.Arrow.Ipc;

// The parts of a body that are looked at, in the order in which they are to be read: together no more than the body, whatever an untrusted
// hand says of them.
// length: The bytes of the body.
internal sealed class ByteRanges(int length) : BufferPlaces
{
    // So few bytes between two parts are read with them.
    private const int Nearby = 1 << 12;

    private int[] _bounds = new int[8];
    private long _total;

    // How many parts.
    public int Count { get; private set; }

    // The bytes of all parts.
    public long TotalBytes => Math.Min(_total, length);

    // The first byte of a part.
    public int StartOf(int range) => _bounds[2 * range];

    // How many bytes a part has.
    public int LengthOf(int range) => _bounds[(2 * range) + 1] - _bounds[2 * range];

    // Adds bytes, as far as they lie in the body: their use finds out about the others.
    public override void Add(long start, long bytes)
    {
        if (start < 0 || bytes <= 0 || start >= length)
        {
            return;
        }

        int first = (int)start;
        int end = (int)Math.Min(bytes, length - start) + first;
        int last = (2 * Count) - 1;
        bool isNear = Count > 0 && first >= _bounds[last] && first - _bounds[last] <= Nearby;
        _total += end - (isNear ? _bounds[last] : first);
        if (_total > length)
        {
            (_bounds[0], _bounds[1], Count) = (0, length, 1);
            return;
        }

        if (isNear)
        {
            _bounds[last] = end;
            return;
        }

        if (_bounds.Length == 2 * Count)
        {
            Array.Resize(ref _bounds, 4 * Count);
        }

        _bounds[2 * Count] = first;
        _bounds[(2 * Count++) + 1] = end;
    }
}
