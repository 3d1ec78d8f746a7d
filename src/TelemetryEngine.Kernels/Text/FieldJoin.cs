using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace TelemetryEngine.Kernels.Text;

// Puts lines together of columns' fields.
internal static class FieldJoin
{
    // Bytes that must be there behind the fields of each column, and behind the lines: fields are copied 32 bytes at a time.
    public const int Slack = 32;

    // Writes lines: the next field of each column, in turn.
    // columns: The fields of each column, one behind the other, each with its length (0 to 255) in one byte in front.
    // places: Where in each column the next field begins; moved behind those that were taken.
    // target: Where to; room for all of them and Slack.
    // returns: The bytes written.
    // throws ArgumentException: A column ends too early, or the target is too short.
    public static int Join(ReadOnlySpan<byte[]> columns, Span<int> places, int lines, Span<byte> target)
    {
        places = places[..columns.Length];
        ref byte start = ref MemoryMarshal.GetReference(target);
        int written = 0;
        for (int line = 0; line < lines; line++)
        {
            for (int column = 0; column < columns.Length; column++)
            {
                byte[] fields = columns[column];
                int place = places[column];
                int length = fields[place++];
                if (fields.Length - place < length + Slack || target.Length - written < length + Slack)
                {
                    throw new ArgumentException("a column or the target is too short");
                }

                // SAFETY: both have Slack bytes behind the field, as was just checked.
                ref byte from = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(fields), place);
                ref byte to = ref Unsafe.Add(ref start, written);
                Vector128<byte> first = Vector128.LoadUnsafe(ref from);
                Vector128<byte> second = Vector128.LoadUnsafe(ref from, 16);
                first.StoreUnsafe(ref to);
                second.StoreUnsafe(ref to, 16);
                for (int more = Slack; more < length; more += Slack)
                {
                    Vector128.LoadUnsafe(ref from, (nuint)more).StoreUnsafe(ref to, (nuint)more);
                    Vector128.LoadUnsafe(ref from, (nuint)more + 16).StoreUnsafe(ref to, (nuint)more + 16);
                }

                places[column] = place + length;
                written += length;
            }
        }

        return written;
    }
}
