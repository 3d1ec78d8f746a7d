using Microsoft.Win32.SafeHandles;
using TelemetryEngine.Formats.Inputs;

namespace TelemetryEngine.Formats.Csv;

// Bytes of a file by position, through one buffer that is read anew when the position is not in it. For one thread.
internal sealed class FileBytes(InputFile file, byte[] buffer) : IDisposable
{
    private readonly SafeFileHandle _handle = file.Borrow();
    private long _start;
    private int _filled;

    // The bytes from a position on: at least two, so that a line end is seen whole, unless it is the last one.
    public ReadOnlySpan<byte> At(long position)
    {
        if (position < _start || Math.Min(position + 2, file.LengthBytes) > _start + _filled)
        {
            Fill(position, (int)Math.Min(buffer.Length, file.LengthBytes - position));
        }

        return buffer.AsSpan((int)(position - _start), (int)(_start + _filled - position));
    }

    private void Fill(long position, int wanted)
    {
        _start = position;
        for (_filled = 0; _filled < wanted;)
        {
            _filled += file.Read(_handle, buffer.AsSpan(_filled, wanted - _filled), position + _filled);
        }
    }

    public void Dispose() => file.Return();
}
