using System.Globalization;
using TelemetryEngine.Arrow.Ipc;

namespace TelemetryEngine.Arrow.Tests.Fuzz;

/// <summary>How spoilt bytes are handed to a reader.</summary>
internal enum Door
{
    Memory,
    SeekableStream,
    Pipe,
}

/// <summary>
/// Spoils sound inputs, reads them, and touches every value. Nothing but an <see cref="ArrowFormatException"/> may come out, and no attempt may
/// take more memory than its input can justify. A seed and an iteration say what is read, and how.
/// </summary>
internal sealed class ReaderFuzzer(int seed)
{
    /// <summary>What compressed bodies may unpack to.</summary>
    public const int MaxUncompressedBytes = 1 << 20;

    /// <summary>The most memory, managed and native, for each byte of input: metadata unfolds to objects, and a buffer of a few bytes is
    /// unpacked to a piece of the pool.</summary>
    public const int MemoryFactor = 64;

    /// <summary>The memory that any input may take: a first piece of a stream whose length is not known, an unpacked body, and unpacked dictionaries.</summary>
    public const int MemoryConstantBytes = 4 * MaxUncompressedBytes;

    private const int MostRowsTouched = 1 << 20;

    private static readonly IpcReadOptions Options = new() { MaxUncompressedBytes = MaxUncompressedBytes };

    private readonly IReadOnlyList<FuzzInput> _corpus = FuzzCorpus.Make();

    /// <summary>Attempts that gave values to the end.</summary>
    public int Accepted { get; private set; }

    /// <summary>Attempts that were refused.</summary>
    public int Refused { get; private set; }

    /// <summary>The most bytes of memory that an attempt took.</summary>
    public long PeakBytes { get; private set; }

    /// <summary>The bytes of an iteration and how they are read.</summary>
    public (FuzzInput Input, Door Door) Make(int iteration)
    {
        Random random = new(unchecked((seed * 1_000_003) + iteration));
        FuzzInput sound = _corpus[random.Next(_corpus.Count)];
        Door door = (Door)random.Next(sound.IsFile ? 2 : 3);
        return (sound with { Bytes = Mutator.Mutate(sound.Bytes, random) }, door);
    }

    /// <summary>Makes one attempt.</summary>
    /// <exception cref="FuzzFindingException">It was a finding.</exception>
    public void Run(int iteration)
    {
        (FuzzInput input, Door door) = Make(iteration);
        try
        {
            if (Attempt(input, door))
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
                string.Create(CultureInfo.InvariantCulture, $"seed {seed}, iteration {iteration}: {(input.IsFile ? "file" : "stream")} of {input.Bytes.Length} bytes through {door}: {e.GetType().Name}: {e.Message}"),
                input,
                e);
        }
    }

    /// <summary>Reads an input; true: all of it was read, false: it was refused.</summary>
    public bool Attempt(FuzzInput input, Door door)
    {
        long nativeBefore = AlignedMemory.LiveBytes;
        long nativeBytes = 0;
        long managedBefore = GC.GetAllocatedBytesForCurrentThread();
        bool isAccepted = true;
        ArrowFormatException? refusal = null;
        using (IDisposable reader = Open(input, door, out Func<RecordBatch?>? next, ref refusal))
        {
            try
            {
                while (next?.Invoke() is { } batch)
                {
                    nativeBytes = Math.Max(nativeBytes, AlignedMemory.LiveBytes - nativeBefore);
                    using (batch)
                    {
                        Touch(batch);
                    }
                }
            }
            catch (ArrowFormatException e)
            {
                refusal = e;
            }

            nativeBytes = Math.Max(nativeBytes, AlignedMemory.LiveBytes - nativeBefore);
        }

        if (refusal is not null)
        {
            isAccepted = false;
            Assert.InRange(refusal.Offset, 0, input.Bytes.Length + (long)MaxUncompressedBytes);
        }

        long memory = nativeBytes + GC.GetAllocatedBytesForCurrentThread() - managedBefore;
        PeakBytes = Math.Max(PeakBytes, memory);
        Assert.InRange(memory, 0, MemoryConstantBytes + ((long)MemoryFactor * input.Bytes.Length));
        Assert.Equal(nativeBefore, AlignedMemory.LiveBytes);
        return isAccepted;
    }

    private static IDisposable Open(FuzzInput input, Door door, out Func<RecordBatch?>? next, ref ArrowFormatException? refusal)
    {
        next = null;
        if (!input.IsFile)
        {
            ArrowStreamReader stream = door switch
            {
                Door.Memory => new ArrowStreamReader(input.Bytes, Options),
                Door.SeekableStream => new ArrowStreamReader(new MemoryStream(input.Bytes), options: Options),
                _ => new ArrowStreamReader(new TrickleStream(input.Bytes), options: Options),
            };
            next = stream.ReadNextRecordBatch;
            return stream;
        }

        try
        {
            ArrowFileReader file = door == Door.Memory ? new ArrowFileReader(input.Bytes, Options) : new ArrowFileReader(new MemoryStream(input.Bytes), options: Options);
            next = file.ReadNextRecordBatch;
            return file;
        }
        catch (ArrowFormatException e)
        {
            refusal = e;
            return new MemoryStream();
        }
    }

    private static long Touch(RecordBatch batch)
    {
        long sum = batch.Length;
        foreach (ArrowArray array in batch.Arrays)
        {
            sum += array.NullCount + Touch(array);
        }

        return sum;
    }

    private static long Touch(ArrowArray array)
    {
        long sum = 0;
        for (int row = 0; row < Math.Min(array.Length, MostRowsTouched); row++)
        {
            sum += array.IsNull(row) ? 1 : array switch
            {
                BooleanArray a => a.GetValue(row) == true ? 1 : 2,
                PrimitiveArray<int> a => a.Values[row],
                PrimitiveArray<long> a => a.Values[row],
                PrimitiveArray<float> a => BitConverter.SingleToInt32Bits(a.Values[row]),
                PrimitiveArray<double> a => BitConverter.DoubleToInt64Bits(a.Values[row]),
                StringArray a => Touch(a.GetUtf8(row)),
                DictionaryArray a => Touch(a.GetUtf8(row)),
                _ => 0,
            };
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
