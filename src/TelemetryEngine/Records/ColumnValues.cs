using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Apache.Arrow;
using Apache.Arrow.Types;
using TelemetryEngine.Arrow;
using TelemetryEngine.Columns;
using TelemetryEngine.Quoting;

namespace TelemetryEngine.Records;

// The values of a column, of one batch after the other, as types of .NET.
// target: Where the values go, for errors.
internal abstract class ColumnValues(Field field, Target target)
{
    private long _firstRow;

    // The rows of this batch.
    public IArrowArray? Array { get; private set; }

    // The type that holds every value of such a column, but for times finer than .NET's.
    [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicFields | DynamicallyAccessedMemberTypes.PublicProperties)]
    public abstract Type Natural { get; }

    // The values of a column; null for types that .NET has no type for, such as lists.
    public static ColumnValues? Of(Field field, Target target) => field.DataType switch
    {
        BooleanType => new BoolValues(field, target),
        UInt64Type => new IntegerValues<ulong>(field, target),
        Int8Type or Int16Type or Int32Type or Int64Type or UInt8Type or UInt16Type or UInt32Type => new IntegerValues<long>(field, target),
        HalfFloatType or FloatType or DoubleType => new FloatValues(field, target),
        TimestampType time => new TimestampValues(field, target, time),
        Date32Type or Date64Type => new DateValues(field, target),
        DurationType duration => new DurationValues(field, target, duration.Unit),
        _ when ArrowTypes.ScaleOf(field.DataType) is not null => new DecimalValues(field, target),
        _ when ArrowTypes.IsText(field.DataType) => new StringValues(field, target),
        DictionaryType coded when ArrowTypes.IsText(coded.ValueType) => new StringValues(field, target),
        BinaryType or LargeBinaryType or BinaryViewType or FixedSizeBinaryType => new BytesValues(field, target),
        _ => null,
    };

    // Takes the next batch's rows.
    // firstRow: The number of rows before them.
    public virtual void Bind(IArrowArray array, long firstRow)
    {
        Array = array;
        _firstRow = firstRow;
    }

    public bool IsNull(int row) => Array!.HasNullAt(row);

    // What gives the values as a type; null where they are nothing of the kind. A row that is null may not be asked for.
    public abstract Delegate? As(Type type);

    // The error for a null where none can be.
    public InvalidOperationException NullError(int row) => new(Message.Of(
        $"column '{field.Name}' is null in row {_firstRow + row + 1}, and {target.Name} takes no null; {target.Remedy(TypeNames.Of(target.Type) + "?")}").ToString());

    // The error for a value that the target's type has no room for.
    // wider: A type that has room.
    protected InvalidOperationException Misfit(int row, string value, string wider) => new(Message.Of(
        $"column '{field.Name}' is {value} in row {_firstRow + row + 1}, which {target.NameAndType} can't hold; {target.Remedy(wider)}")
        .ToString());

    protected InvalidOperationException Misfit(int row, IFormattable value, string wider) =>
        Misfit(row, value.ToString(null, CultureInfo.InvariantCulture), wider);
}
