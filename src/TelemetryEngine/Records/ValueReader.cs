using System.Reflection;
using Apache.Arrow;

namespace TelemetryEngine.Records;

// Reads a column's values as a type that was asked for, null where it is null and the type allows it.
internal abstract class ValueReader(ColumnValues values)
{
    // The column.
    public ColumnValues Values { get; } = values;

    // True for types of single values, as opposed to records.
    public static bool Reads(Type type)
    {
        Type inner = Nullable.GetUnderlyingType(type) ?? type;
        return inner.IsEnum || inner.IsPrimitive || inner == typeof(decimal) || inner == typeof(string) || inner == typeof(object)
            || inner == typeof(byte[])
            || inner == typeof(DateTime) || inner == typeof(DateTimeOffset) || inner == typeof(DateOnly) || inner == typeof(TimeSpan)
            || inner == typeof(Guid);
    }

    // What reads a column as the target's type; null where its values are nothing of the kind.
    public static ValueReader? Of(Field field, Target target)
    {
        if (ColumnValues.Of(field, target) is not { } values)
        {
            return null;
        }

        Type type = target.Type == typeof(object) ? values.Natural : target.ValueType;
        bool takesNull = target.Type == typeof(object) || target.ValueType != target.Type;
        return type.IsEnum ? OfObjects(values, values.As(type), takesNull)
            : type == typeof(string) ? OfClass<string>(values)
            : type == typeof(byte[]) ? OfClass<byte[]>(values)
            : type == typeof(double) ? OfStruct<double>(values, takesNull)
            : type == typeof(float) ? OfStruct<float>(values, takesNull)
            : type == typeof(decimal) ? OfStruct<decimal>(values, takesNull)
            : type == typeof(long) ? OfStruct<long>(values, takesNull)
            : type == typeof(int) ? OfStruct<int>(values, takesNull)
            : type == typeof(short) ? OfStruct<short>(values, takesNull)
            : type == typeof(sbyte) ? OfStruct<sbyte>(values, takesNull)
            : type == typeof(ulong) ? OfStruct<ulong>(values, takesNull)
            : type == typeof(uint) ? OfStruct<uint>(values, takesNull)
            : type == typeof(ushort) ? OfStruct<ushort>(values, takesNull)
            : type == typeof(byte) ? OfStruct<byte>(values, takesNull)
            : type == typeof(bool) ? OfStruct<bool>(values, takesNull)
            : type == typeof(DateTime) ? OfStruct<DateTime>(values, takesNull)
            : type == typeof(DateTimeOffset) ? OfStruct<DateTimeOffset>(values, takesNull)
            : type == typeof(DateOnly) ? OfStruct<DateOnly>(values, takesNull)
            : type == typeof(TimeSpan) ? OfStruct<TimeSpan>(values, takesNull)
            : type == typeof(Guid) ? OfStruct<Guid>(values, takesNull)
            : null;
    }

    // A value in a box.
    // throws InvalidOperationException: The value is null or beyond the type, and the type has no room for that.
    public abstract object? Boxed(int row);

    // A value.
    public T Read<T>(int row) => this is ValueReader<T> typed ? typed.Read(row) : (T)Boxed(row)!;

    // What writes values to a property of records. The delegate is typed where the property's type is the reader's own.
    public virtual MemberSetter<TRecord> SetterOf<TRecord>(MethodInfo setter) => new BoxedSetter<TRecord>(setter, this);

    private static ValueReader? OfObjects(ColumnValues values, Delegate? read, bool takesNull) => (Func<int, object>?)read is { } known
        ? new ValueReader<object?>(values, row => !values.IsNull(row) ? known(row) : takesNull ? null : throw values.NullError(row),
            isOfObjects: true)
        : null;

    private static ValueReader<T?>? OfClass<T>(ColumnValues values)
        where T : class =>
            (Func<int, T>?)values.As(typeof(T)) is { } read
                ? new ValueReader<T?>(values, row => values.IsNull(row) ? null : read(row))
                : null;

    private static ValueReader? OfStruct<T>(ColumnValues values, bool takesNull)
        where T : struct => (Func<int, T>?)values.As(typeof(T)) is not { } read ? null
            : takesNull ? new ValueReader<T?>(values, row => values.IsNull(row) ? null : read(row))
            : new ValueReader<T>(values, row => values.IsNull(row) ? throw values.NullError(row) : read(row));
}

// Reads a column's values as one type.
// isOfObjects: True where the values are in boxes, of a type that is only known by reflection.
internal sealed class ValueReader<T>(ColumnValues values, Func<int, T> read, bool isOfObjects = false) : ValueReader(values)
{
    public T Read(int row) => read(row);

    public override object? Boxed(int row) => read(row);

    public override MemberSetter<TRecord> SetterOf<TRecord>(MethodInfo setter) =>
        isOfObjects || setter.GetParameters()[0].ParameterType != typeof(T) ? base.SetterOf<TRecord>(setter)
        : typeof(TRecord).IsValueType ? new StructSetter<TRecord, T>(setter, this)
        : new ClassSetter<TRecord, T>(setter, this);
}
