using System.Diagnostics;

namespace TelemetryEngine.DataGen.Rows;

// The row function of Profile.OneBillionRows: the reading at a position of the output. Integers only.
internal sealed class StationRows
{
    public const int MaxTemperatureDecidegrees = 999;

    private readonly bool _drawsStation;
    private readonly RowPermutation? _permutation;
    private readonly RowFaults _faults;
    private readonly CounterRandom _rowStation;
    private readonly CounterRandom _noise;
    private readonly short[] _means;

    public StationRows(GeneratorOptions options)
    {
        RowOrder order = options.Order ?? RowOrder.Random;
        StationCount = options.Devices ?? StationNames.All.Length;
        _drawsStation = order == RowOrder.Random;
        _permutation = order == RowOrder.Shuffled && options.Rows > 0 ? new RowPermutation(options.Rows, options.Seed) : null;
        _faults = new RowFaults(options);
        _rowStation = new CounterRandom(options.Seed, RandomPurpose.RowDevice);
        _noise = new CounterRandom(options.Seed, RandomPurpose.Noise);
        CounterRandom stations = new(options.Seed, RandomPurpose.Station);
        _means = new short[StationCount];
        for (int station = 0; station < StationCount; station++)
        {
            _means[station] = (short)(stations.Below(500, station) - 150);
        }
    }

    public int StationCount { get; }

    // The reading at a position of the output.
    public StationReading Read(long position)
    {
        long row = _faults.SourceOf(_permutation is null ? position : _permutation.Map(position));
        int station = _drawsStation ? _rowStation.Below(StationCount, row) : (int)((ulong)row % (ulong)StationCount);
        int temperature = _means[station] + Noise(_noise.At(row));
        Debug.Assert(Math.Abs(temperature) <= MaxTemperatureDecidegrees);
        return new StationReading(station, temperature, !_faults.IsNull(row), _faults.DefectOf(row));
    }

    // The sum of four uniform 16-bit draws is close to normal; scaled to a deviation of 10 °C it reaches 34.6 °C at most.
    private static int Noise(ulong bits)
    {
        int sum = (int)(bits & 0xFFFF) + (int)(bits >> 16 & 0xFFFF) + (int)(bits >> 32 & 0xFFFF) + (int)(bits >> 48);
        return (sum - (2 * 0xFFFF)) * 173 / 65_536;
    }
}
