using Apache.Arrow;
using Apache.Arrow.Types;

namespace TelemetryEngine.Inspection;

// What the values of one column are like, over the whole file.
internal abstract class ColumnProfiler
{
    private const int MostSamples = 3;

    private readonly List<string> _samples = [];

    // Null rows.
    public long Nulls { get; private set; }

    // The smallest value as text; null when there is none.
    public abstract string? Min { get; }

    // The largest value as text; null when there is none.
    public abstract string? Max { get; }

    // The first different values.
    public IReadOnlyList<string> Samples => _samples;

    // How many different values there are, as far as they are counted; null where they are not.
    public virtual int? Distinct => null;

    // A value that stands often and far outside of all others, as -9999 for a missing one; null when there is none.
    public virtual Sentinel? Sentinel => null;

    // Makes a profile for a column of this type.
    public static ColumnProfiler For(IArrowType type) => type switch
    {
        BooleanType => new ValueProfiler<bool>(static (array, row) => ((BooleanArray)array).GetValue(row)!.Value),
        Int32Type => new ValueProfiler<long>(static (array, row) => ((Int32Array)array).Values[row]),
        Int64Type => new ValueProfiler<long>(static (array, row) => ((Int64Array)array).Values[row]),
        FloatType => new ValueProfiler<double>(static (array, row) => ((FloatArray)array).Values[row]),
        DoubleType => new ValueProfiler<double>(static (array, row) => ((DoubleArray)array).Values[row]),
        TimestampType time => new InstantProfiler(time),
        StringType => new TextProfiler(static (array, row) => ((StringArray)array).GetBytes(row)),
        _ => new OpaqueProfiler(),
    };

    // What was found.
    // column: The column as the input has it.
    public ColumnProfile Profile(Column column) => new()
    {
        Name = column.Name,
        Type = column.Type.ToString(),
        Unit = column.Unit,
        Nulls = Nulls,
        Minimum = Min,
        Maximum = Max,
        Examples = Samples,
        Distinct = Distinct,
        Sentinel = Sentinel,
    };

    // Takes in a batch's values.
    public void Add(IArrowArray array)
    {
        Nulls += array.NullCount;
        for (int row = 0; row < array.Length; row++)
        {
            if (array.NullCount == 0 || array.IsValid(row))
            {
                Add(array, row);
                if (_samples.Count < MostSamples && Text(array, row) is { } text && !_samples.Contains(text))
                {
                    _samples.Add(text);
                }
            }
        }
    }

    // Takes in one value, which is not null.
    protected abstract void Add(IArrowArray array, int row);

    // The value as text; null where it has no short one.
    protected abstract string? Text(IArrowArray array, int row);
}
