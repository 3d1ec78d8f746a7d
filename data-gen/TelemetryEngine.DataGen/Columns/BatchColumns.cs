using System.Runtime.InteropServices;
using Apache.Arrow;
using Apache.Arrow.Types;
using TelemetryEngine.Memory;

namespace TelemetryEngine.DataGen.Columns;

// The memory of the batches that one slot makes one after the other: a batch is valid until the next one is made. Nothing is allocated for
// a row.
// hasEnergy: Whether there is room for registers of energy.
internal sealed class BatchColumns(bool hasEnergy)
{
    private readonly byte[] _times = new byte[ArrowBlocks.RowsPerBatch * sizeof(long)];
    private readonly byte[] _codes = new byte[ArrowBlocks.RowsPerBatch * sizeof(int)];
    private readonly byte[] _measures = new byte[ArrowBlocks.RowsPerBatch * sizeof(double)];
    private readonly byte[] _validity = new byte[Bitmap.ByteCount(ArrowBlocks.RowsPerBatch)];
    private readonly byte[] _voltages = new byte[ArrowBlocks.RowsPerBatch * sizeof(double)];
    private readonly byte[] _energies = new byte[hasEnergy ? ArrowBlocks.RowsPerBatch * sizeof(double) : 0];
    private readonly byte[] _energyValidity = new byte[hasEnergy ? Bitmap.ByteCount(ArrowBlocks.RowsPerBatch) : 0];

    // The type of CodeArray.
    public static DictionaryType CodeType { get; } = new(Int32Type.Default, StringType.Default, ordered: false);

    // The batch made last.
    public RecordBatch? Batch { get; set; }

    public Span<long> Times => MemoryMarshal.Cast<byte, long>(_times.AsSpan());

    // The numbers of devices or stations, which are their codes in the sorted dictionary.
    public Span<int> Codes => MemoryMarshal.Cast<byte, int>(_codes.AsSpan());

    // Powers or temperatures.
    public Span<double> Measures => MemoryMarshal.Cast<byte, double>(_measures.AsSpan());

    // One bit for each of Measures.
    public Span<byte> Validity => _validity;

    public Span<double> Voltages => MemoryMarshal.Cast<byte, double>(_voltages.AsSpan());

    public Span<double> Energies => MemoryMarshal.Cast<byte, double>(_energies.AsSpan());

    // One bit for each of Energies.
    public Span<byte> EnergyValidity => _energyValidity;

    public TimestampArray TimeArray(TimestampType type, int count) =>
        new(type, Of(_times, count, sizeof(long)), ArrowBuffer.Empty, count, 0, 0);

    public DictionaryArray CodeArray(StringArray dictionary, int count) =>
        new(CodeType, new Int32Array(Of(_codes, count, sizeof(int)), ArrowBuffer.Empty, count, 0, 0), dictionary);

    public DoubleArray MeasureArray(int nullCount, int count) => Nullable(_measures, _validity, nullCount, count);

    public DoubleArray EnergyArray(int nullCount, int count) => Nullable(_energies, _energyValidity, nullCount, count);

    public DoubleArray VoltageArray(int count) => new(Of(_voltages, count, sizeof(double)), ArrowBuffer.Empty, count, 0, 0);

    private static DoubleArray Nullable(byte[] values, byte[] validity, int nullCount, int count)
    {
        ArrowBuffer bits = nullCount == 0 ? ArrowBuffer.Empty : new ArrowBuffer(validity.AsMemory(0, Bitmap.ByteCount(count)));
        return new DoubleArray(Of(values, count, sizeof(double)), bits, count, nullCount, 0);
    }

    private static ArrowBuffer Of(byte[] bytes, int count, int width) => new(bytes.AsMemory(0, count * width));
}
