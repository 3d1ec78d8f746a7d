using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace TelemetryEngine.Kernels.Csv;

// Passes records that have as many fields as they should.
internal static class EvenRecords
{
    // Writes down the first fields of records, up to the first that has more or fewer fields.
    // lastFields: For each record, the number of its last field in the text.
    // before: The number of the last field before the first record.
    // fields: The fields that a record should have, at least 1.
    // firsts: Receives the numbers of the records' first fields; at least as long as lastFields. Those behind the returned number are
    // anything.
    // returns: The number of records before the first that differs.
    public static int Find(ReadOnlySpan<int> lastFields, int before, int fields, Span<int> firsts)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(firsts.Length, lastFields.Length, nameof(firsts));
        if (lastFields.IsEmpty || lastFields[0] - before != fields)
        {
            return 0;
        }

        firsts[0] = before + 1;
        int record = 1;
        ref int ends = ref MemoryMarshal.GetReference(lastFields);
        ref int starts = ref MemoryMarshal.GetReference(firsts);
        Vector128<int> wanted = Vector128.Create(fields);
        for (; record <= lastFields.Length - Vector128<int>.Count; record += Vector128<int>.Count)
        {
            // SAFETY: 4 entries from record on are within lastFields, and so within firsts; record is at least 1.
            Vector128<int> previous = Vector128.LoadUnsafe(ref ends, (nuint)(record - 1));
            if (Vector128.LoadUnsafe(ref ends, (nuint)record) - previous != wanted)
            {
                break;
            }

            (previous + Vector128<int>.One).StoreUnsafe(ref starts, (nuint)record);
        }

        for (; record < lastFields.Length && lastFields[record] - lastFields[record - 1] == fields; record++)
        {
            firsts[record] = lastFields[record - 1] + 1;
        }

        return record;
    }
}
