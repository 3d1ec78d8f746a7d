using System.Globalization;
using Apache.Arrow;
using Apache.Arrow.Types;
using TelemetryEngine.Arrow.Ipc;
using TelemetryEngine.Memory;

namespace TelemetryEngine.Arrow.Tests.Fuzz;

/// <summary>How spoilt bytes are handed to a reader.</summary>
internal enum Door
{
    Memory,
    SeekableStream,

    /// <summary>For streams only.</summary>
    Pipe,

    /// <summary>A file on the disk that is read, for files only.</summary>
    Path,
}

/// <summary>Which columns are read.</summary>
internal enum Choice
{
    None,
    Even,
    All,
}

/// <summary>
/// Spoils sound inputs, reads them, and touches every value. Nothing but an <see cref="ArrowFormatException"/> may come out, and no attempt may
/// take more memory than its input can justify. A seed and an iteration say what is read, and how.
/// </summary>
internal sealed class ReaderFuzzer(int seed) : IDisposable
{
    /// <summary>What compressed bodies may unpack to.</summary>
    public const int MaxUncompressedBytes = 1 << 20;

    /// <summary>The most memory, managed and native, for each byte of input: metadata unfolds to objects, and a buffer of a few bytes is
    /// unpacked to a piece of the pool.</summary>
    public const int MemoryFactor = 64;

    /// <summary>The memory that any input may take: a first piece of a stream whose length is not known, an unpacked body, and unpacked dictionaries.</summary>
    public const int MemoryConstantBytes = 4 * MaxUncompressedBytes;

    private const int MostVisits = 1 << 12;

    private static readonly IpcReadOptions Options = new() { MaxUncompressedBytes = MaxUncompressedBytes };

    private readonly ReadMemory _bound = new(MemoryConstantBytes);

    private readonly IReadOnlyList<FuzzInput> _corpus = FuzzCorpus.Make();
    private readonly string _path = Path.GetTempFileName();

    /// <summary>Attempts that gave values to the end.</summary>
    public int Accepted { get; private set; }

    /// <summary>Attempts that were refused.</summary>
    public int Refused { get; private set; }

    /// <summary>The most bytes of memory that an attempt took.</summary>
    public long PeakBytes { get; private set; }

    /// <summary>The bytes of an iteration and how they are read: one in four with some of the columns.</summary>
    public (FuzzInput Input, Door Door, Choice Choice) Make(int iteration)
    {
        Random random = new(unchecked((seed * 1_000_003) + iteration));
        FuzzInput sound = _corpus[random.Next(_corpus.Count)];
        Door door = random.Next(16) switch
        {
            0 or 1 => sound.IsFile ? Door.Path : Door.Pipe,
            < 8 => Door.SeekableStream,
            _ => Door.Memory,
        };
        return (sound with { Bytes = Mutator.Mutate(sound.Bytes, random) }, door, (Choice)Math.Min(random.Next(8), (int)Choice.All));
    }

    /// <summary>Makes one attempt.</summary>
    /// <exception cref="FuzzFindingException">It was a finding.</exception>
    public void Run(int iteration)
    {
        (FuzzInput input, Door door, Choice choice) = Make(iteration);
        try
        {
            if (Attempt(input, door, choice))
            {
                Accepted++;
            }
            else
            {
                Refused++;
            }
        }
        catch (Exception e)
        {
            throw new FuzzFindingException(
                string.Create(CultureInfo.InvariantCulture, $"seed {seed}, iteration {iteration}: {(input.IsFile ? "file" : "stream")} of {input.Bytes.Length} bytes through {door}, {choice} columns: {e.GetType().Name}: {e.Message}"),
                input,
                e);
        }
    }

    /// <summary>Reads an input; true: all of it was read, false: it was refused.</summary>
    public bool Attempt(FuzzInput input, Door door, Choice choice = Choice.All)
    {
        if (door == Door.Path)
        {
            File.WriteAllBytes(_path, input.Bytes);
        }

        long nativeBefore = AlignedMemory.LiveBytes;
        long nativeBytes = 0;
        long managedBefore = GC.GetAllocatedBytesForCurrentThread();
        long touchedBytes = 0;
        bool isAccepted = true;
        ArrowFormatException? refusal = null;
        using (IDisposable reader = Open(input, door, choice, out Func<RecordBatch?>? next, ref refusal))
        {
            try
            {
                while (next?.Invoke() is { } batch)
                {
                    nativeBytes = Math.Max(nativeBytes, AlignedMemory.LiveBytes - nativeBefore);
                    long before = GC.GetAllocatedBytesForCurrentThread();
                    using (batch)
                    {
                        Touch(batch);
                    }

                    touchedBytes += GC.GetAllocatedBytesForCurrentThread() - before;
                }
            }
            catch (ArrowFormatException e)
            {
                refusal = e;
            }
            catch (ArrowMemoryException e)
            {
                Assert.False(e.IsTemporary);
                isAccepted = false;
            }

            nativeBytes = Math.Max(nativeBytes, AlignedMemory.LiveBytes - nativeBefore);
        }

        if (refusal is not null)
        {
            isAccepted = false;
            Assert.InRange(refusal.Offset, 0, input.Bytes.Length + (long)MaxUncompressedBytes);
        }

        long memory = nativeBytes + GC.GetAllocatedBytesForCurrentThread() - managedBefore - touchedBytes;
        PeakBytes = Math.Max(PeakBytes, memory);
        Assert.InRange(memory, 0, MemoryConstantBytes + ((long)MemoryFactor * input.Bytes.Length));
        Assert.Equal(nativeBefore, AlignedMemory.LiveBytes);
        Assert.Equal(0, _bound.HeldBytes);
        return isAccepted;
    }

    /// <summary>Deletes the file that mappings were of.</summary>
    public void Dispose() => File.Delete(_path);

    private IDisposable Open(FuzzInput input, Door door, Choice choice, out Func<RecordBatch?>? next, ref ArrowFormatException? refusal)
    {
        next = null;

        // what lies in memory draws for what it unpacks to alone, and is read without a bound here
        IpcReadOptions bounded = Options with { Memory = _bound };
        if (!input.IsFile)
        {
            ArrowStreamReader stream = door switch
            {
                Door.Memory => new ArrowStreamReader(input.Bytes, Options),
                Door.SeekableStream => new ArrowStreamReader(new MemoryStream(input.Bytes), options: bounded),
                _ => new ArrowStreamReader(new TrickleStream(input.Bytes), options: bounded),
            };
            next = Chosen(choice, fields => stream.Select(fields), () => stream.Schema, stream.ReadNextRecordBatch);
            return stream;
        }

        try
        {
            ArrowFileReader file = door switch
            {
                Door.Memory => new ArrowFileReader(input.Bytes, Options),
                Door.Path => ArrowFileReader.Open(_path, bounded),
                _ => new ArrowFileReader(new MemoryStream(input.Bytes), options: bounded),
            };
            next = Chosen(choice, fields => file.Select(fields), () => file.Schema, file.ReadNextRecordBatch);
            return file;
        }
        catch (ArrowFormatException e)
        {
            refusal = e;
            return new MemoryStream();
        }
    }

    /// <summary>The next batches, of the columns that are chosen when the first of them is read.</summary>
    private static Func<RecordBatch?> Chosen(Choice choice, Action<int[]> select, Func<Schema> schema, Func<RecordBatch?> next)
    {
        bool isChosen = choice == Choice.All;
        return () =>
        {
            if (!isChosen)
            {
                select([.. Enumerable.Range(0, schema().FieldsList.Count).Where(i => choice == Choice.Even && i % 2 == 0)]);
                isChosen = true;
            }

            return next();
        };
    }

    private static long Touch(RecordBatch batch)
    {
        long sum = batch.Length;
        foreach (IArrowArray array in batch.Arrays)
        {
            int visits = MostVisits;
            sum += array.NullCount + Touch(array, 0, array.Length, ref visits);
        }

        return sum;
    }

    /// <summary>Touches the first rows and the last. Few bytes can say many rows, and rows of lists that are all the same one.</summary>
    private static long Touch(IArrowArray array, long start, long count, ref int visits)
    {
        long sum = 0;
        for (long row = start; row < start + count && visits > 0; row++)
        {
            sum += Touch(array, checked((int)row), ref visits);
        }

        visits = Math.Max(visits, 1);
        return count == 0 ? sum : sum + Touch(array, checked((int)(start + count - 1)), ref visits);
    }

    private static long Touch(IArrowArray array, int row, ref int visits)
    {
        visits--;
        switch (array)
        {
            case UnionArray union:
                (IArrowArray field, int place) = PlainValues.PlaceOf(union, row);
                return Touch(field, place, ref visits);
            case RunEndEncodedArray runs: return Touch(runs.Values, runs.FindPhysicalIndex(row), ref visits);
            case var _ when array.IsNull(row): return 1;
            case BooleanArray bits: return bits.GetValue(row) == true ? 1 : 2;
            case BinaryArray values: return Touch(values.GetBytes(row));
            case LargeBinaryArray values: return Touch(values.GetBytes(row));
            case BinaryViewArray values: return Touch(values.GetBytes(row));
            case ListArray lists: return Touch(lists.Values, lists.ValueOffsets[row], lists.ValueOffsets[row + 1] - lists.ValueOffsets[row], ref visits);
            case LargeListArray lists: return Touch(lists.Values, lists.ValueOffsets[row], lists.ValueOffsets[row + 1] - lists.ValueOffsets[row], ref visits);
            case ListViewArray lists: return Touch(lists.Values, lists.ValueOffsets[row], lists.Sizes[row], ref visits);
            case LargeListViewArray lists: return Touch(lists.Values, lists.ValueOffsets[row], lists.Sizes[row], ref visits);
            case FixedSizeListArray { Data.DataType: FixedSizeListType type } lists:
                return Touch(lists.Values, ((long)lists.Offset + row) * type.ListSize, type.ListSize, ref visits);
            case StructArray fields: return Touch(fields.Fields, row, ref visits);
            case DictionaryArray codes: return Touch(codes.Dictionary, PlainValues.CodeAt(codes, row), ref visits);
            case { Data.DataType: FixedWidthType { BitWidth: int bits } }: return Touch(array.Data.Buffers[1].Span.Slice((array.Offset + row) * (bits / 8), bits / 8));
            default: throw new InvalidOperationException($"{array.GetType().Name} is not touched");
        }
    }

    private static long Touch(IReadOnlyList<IArrowArray> fields, int row, ref int visits)
    {
        long sum = 0;
        foreach (IArrowArray field in fields)
        {
            sum += Touch(field, row, ref visits);
        }

        return sum;
    }

    private static int Touch(ReadOnlySpan<byte> bytes)
    {
        int sum = 0;
        foreach (byte b in bytes)
        {
            sum += b;
        }

        return sum;
    }
}

/// <summary>An attempt that did what no input may do.</summary>
internal sealed class FuzzFindingException(string message, FuzzInput input, Exception inner) : Exception(message, inner)
{
    /// <summary>What was read.</summary>
    public FuzzInput Input => input;
}
