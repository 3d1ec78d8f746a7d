using System.Runtime.CompilerServices;

namespace TelemetryEngine.DataGen.Rows;

// What is missing, late, repeated or wrong in which row, for the fractions asked for.
internal readonly struct RowFaults(GeneratorOptions options)
{
    private readonly RowRate _duplicates = new(options.Seed, RandomPurpose.Duplicate, options.Duplicates);
    private readonly RowRate _nulls = new(options.Seed, RandomPurpose.Null, options.Nulls);
    private readonly RowRate _disorder = new(options.Seed, RandomPurpose.Disorder, options.Disorder);
    private readonly RowRate _dirty = new(options.Seed, RandomPurpose.Defect, options.Dirty);
    private readonly RowRate _gaps = new(options.Seed, RandomPurpose.Gap, options.Gaps);
    private readonly CounterRandom _stepsBack = new(options.Seed, RandomPurpose.StepsBack);
    private readonly CounterRandom _defectKind = new(options.Seed, RandomPurpose.DefectKind);
    private readonly int _defectKinds = (int)(options.Profile == Profile.Meters ? Defect.BadTime : Defect.ExtraField);

    // The row that a row shows: itself, or for a duplicate the nearest row before it that is none.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public long SourceOf(long row)
    {
        while (row > 0 && _duplicates.Hits(row))
        {
            row--;
        }

        return row;
    }

    // True when a device is silent at a step, as it is for whole runs of steps. The runs of devices begin at different steps.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool IsInGap(int device, int deviceCount, long step) =>
        _gaps.Hits(((step + (device * 13 % GeneratorOptions.GapSteps)) / GeneratorOptions.GapSteps * deviceCount) + device);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool IsNull(long row) => _nulls.Hits(row);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int StepsBack(long row) => _disorder.Hits(row) ? 1 + _stepsBack.Below(GeneratorOptions.MaxDisorderSteps, row) : 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Defect DefectOf(long row) => _dirty.Hits(row) ? (Defect)(1 + _defectKind.Below(_defectKinds, row)) : Defect.None;
}
