using System.Buffers.Binary;
using System.Buffers.Text;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using TelemetryEngine.DataGen.Rows;

namespace TelemetryEngine.DataGen.Text;

// Decimal numbers as text, from tables: a digit pair, or for the two small ranges the whole number, is one load. Each method but that of
// energies writes eight bytes or fewer, of which only the returned count is meant.
internal static class NumberText
{
    private static readonly ushort[] Pairs = [.. Enumerable.Range(0, 100).Select(n => (ushort)('0' + (n / 10) + (('0' + (n % 10)) << 8)))];
    private static readonly ulong[] Tenths = [.. Enumerable.Range(-999, 1999).Select(PackTenths)];
    private static readonly ulong[] Voltages =
    [
        .. Enumerable.Range(
            MeterRows.MinVoltageDecivolts, MeterRows.MaxVoltageDecivolts - MeterRows.MinVoltageDecivolts + 1).Select(PackTenths),
    ];

    // Writes a number from 0 to 99 as two digits.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void WritePair(Span<byte> to, int number) => BinaryPrimitives.WriteUInt16LittleEndian(to, Pairs[number]);

    // Writes a number of hundredths from 10.00 to 9999.99 and returns its length. Uses up to 8 bytes.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int WriteHundredths(Span<byte> to, int hundredths)
    {
        (uint whole, uint fraction) = Math.DivRem((uint)hundredths, 100);
        (uint high, uint low) = Math.DivRem(whole, 100);
        int leading = high >= 10 ? 0 : high > 0 ? 1 : 2;
        ulong digits = Pairs[(int)high] | ((ulong)Pairs[(int)low] << 16) | ((ulong)'.' << 32) | ((ulong)Pairs[(int)fraction] << 40);
        BinaryPrimitives.WriteUInt64LittleEndian(to, digits >> (8 * leading));
        return 7 - leading;
    }

    // Writes a number of tenths from −99.9 to 99.9 and returns its length. Uses 8 bytes.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int WriteTenths(Span<byte> to, int tenths)
    {
        ulong packed = Tenths[tenths + 999];
        BinaryPrimitives.WriteUInt64LittleEndian(to, packed);
        return (int)(packed >> 56);
    }

    // Writes a voltage in tenths and returns its length. Uses 8 bytes.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int WriteVoltage(Span<byte> to, int tenths)
    {
        ulong packed = Voltages[tenths - MeterRows.MinVoltageDecivolts];
        BinaryPrimitives.WriteUInt64LittleEndian(to, packed);
        return (int)(packed >> 56);
    }

    // Writes a register of energy in Wh with three decimals and returns its length, at most 23 bytes.
    public static int WriteEnergy(Span<byte> to, long parts)
    {
        (long whole, long rest) = Math.DivRem(parts, EnergyRegister.PartsPerWattHour);
        int thousandths = (int)rest * 1000 / EnergyRegister.PartsPerWattHour;
        if (!Utf8Formatter.TryFormat(whole, to, out int at))
        {
            throw new ArgumentException("There is no room for the number.", nameof(to));
        }

        to[at] = (byte)'.';
        to[at + 1] = (byte)('0' + (thousandths / 100));
        WritePair(to[(at + 2)..], thousandths % 100);
        return at + 4;
    }

    // The text in the low bytes, its length in the highest.
    private static ulong PackTenths(int tenths)
    {
        int size = Math.Abs(tenths);
        string text = string.Create(CultureInfo.InvariantCulture, $"{(tenths < 0 ? "-" : "")}{size / 10}.{size % 10}");
        Span<byte> bytes = stackalloc byte[8];
        bytes.Clear();
        bytes[7] = (byte)Encoding.ASCII.GetBytes(text, bytes);
        return BinaryPrimitives.ReadUInt64LittleEndian(bytes);
    }
}
