using System.Runtime.CompilerServices;
using System.Text;

namespace TelemetryEngine.DataGen.Text;

// The names meter-00000, meter-00001 … as UTF-8: five digits, more when there are more devices, all of one length, so that their order as
// text is their order as numbers.
internal sealed class DeviceNames
{
    // The bytes a copy takes, of which Length are meant.
    public const int Stride = 16;

    private readonly byte[] _table;

    public DeviceNames(int count)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, GeneratorOptions.MaxDevices);
        int digits = DigitCount(count);
        Length = "meter-".Length + digits;
        _table = new byte[count * Stride];
        for (int device = 0; device < count; device++)
        {
            Encoding.ASCII.GetBytes(Name(device, digits), _table.AsSpan(device * Stride, Stride));
        }
    }

    // The length in bytes of every name.
    public int Length { get; }

    // The name of a device among a number of devices.
    public static string Of(int device, int count) => Name(device, DigitCount(count));

    // The bytes of a name.
    public ReadOnlySpan<byte> this[int device] => _table.AsSpan(device * Stride, Length);

    // Writes a name. Uses Stride bytes.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Write(Span<byte> to, int device) => _table.AsSpan(device * Stride, Stride).CopyTo(to);

    private static int DigitCount(int count)
    {
        int digits = 5;
        for (long bound = 100_000; bound < count; bound *= 10)
        {
            digits++;
        }

        return digits;
    }

    private static string Name(int device, int digits)
    {
        Span<char> number = stackalloc char[digits];
        for (int i = digits - 1; i >= 0; i--)
        {
            (device, int digit) = Math.DivRem(device, 10);
            number[i] = (char)('0' + digit);
        }

        return string.Concat("meter-", number);
    }
}
