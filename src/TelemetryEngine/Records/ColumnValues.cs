using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Apache.Arrow;
using Apache.Arrow.Types;
using TelemetryEngine.Arrow;
using TelemetryEngine.Columns;
using TelemetryEngine.Quoting;

namespace TelemetryEngine.Records;

/// <summary>The values of a column, of one batch after the other, as types of .NET.</summary>
/// <param name="field">The column.</param>
/// <param name="target">Where the values go, for errors.</param>
internal abstract class ColumnValues(Field field, Target target)
{
    private long _firstRow;

    /// <summary>The rows of this batch.</summary>
    public IArrowArray? Array { get; private set; }

    /// <summary>The type that holds every value of such a column, but for times finer than .NET's.</summary>
    [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicFields | DynamicallyAccessedMemberTypes.PublicProperties)]
    public abstract Type Natural { get; }

    /// <summary>The values of a column; null for types that .NET has no type for, such as lists.</summary>
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
        _ when ArrowTypes.IsText(field.DataType) => new TextValues(field, target),
        DictionaryType coded when ArrowTypes.IsText(coded.ValueType) => new TextValues(field, target),
        BinaryType or LargeBinaryType or BinaryViewType or FixedSizeBinaryType => new BytesValues(field, target),
        _ => null,
    };

    /// <summary>Takes the next batch's rows.</summary>
    /// <param name="array">The rows.</param>
    /// <param name="firstRow">The number of rows before them.</param>
    public virtual void Bind(IArrowArray array, long firstRow)
    {
        Array = array;
        _firstRow = firstRow;
    }

    public bool IsNull(int row) => Array!.HasNullAt(row);

    /// <summary>What gives the values as a type; null where they are nothing of the kind. A row that is null may not be asked for.</summary>
    public abstract Delegate? As(Type type);

    /// <summary>The error for a null where none can be.</summary>
    public InvalidOperationException NullError(int row) => new(Message.Of(
        $"column '{field.Name}' is null in row {_firstRow + row + 1}, and {target.Name} takes no null; {target.Remedy(TypeNames.Of(target.Type) + "?")}").ToString());

    /// <summary>The error for a value that the target's type has no room for.</summary>
    /// <param name="row">Its row.</param>
    /// <param name="value">The value.</param>
    /// <param name="wider">A type that has room.</param>
    protected InvalidOperationException Misfit(int row, string value, string wider) => new(Message.Of(
        $"column '{field.Name}' is {value} in row {_firstRow + row + 1}, which {target.NameAndType} can't hold; {target.Remedy(wider)}").ToString());

    /// <inheritdoc cref="Misfit(int, string, string)"/>
    protected InvalidOperationException Misfit(int row, IFormattable value, string wider) => Misfit(row, value.ToString(null, CultureInfo.InvariantCulture), wider);
}
