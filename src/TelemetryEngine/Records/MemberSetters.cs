using System.Reflection;

namespace TelemetryEngine.Records;

/// <summary>Writes a column's value to a property of a record.</summary>
internal abstract class MemberSetter<TRecord>
{
    /// <summary>Writes the value of a row.</summary>
    public abstract void Set(ref TRecord record, int row);
}

/// <summary>A property of a class.</summary>
internal sealed class ClassSetter<TRecord, T>(MethodInfo setter, ValueReader<T> reader) : MemberSetter<TRecord>
{
    private readonly Action<TRecord, T> _set = setter.CreateDelegate<Action<TRecord, T>>();

    public override void Set(ref TRecord record, int row) => _set(record, reader.Read(row));
}

/// <summary>A property of a struct, which must be written where it lies.</summary>
internal sealed class StructSetter<TRecord, T>(MethodInfo setter, ValueReader<T> reader) : MemberSetter<TRecord>
{
    private delegate void Setter(ref TRecord record, T value);

    private readonly Setter _set = setter.CreateDelegate<Setter>();

    public override void Set(ref TRecord record, int row) => _set(ref record, reader.Read(row));
}

/// <summary>A property of a type that no code here is made for, such as an enum: by reflection, in boxes.</summary>
internal sealed class BoxedSetter<TRecord>(MethodInfo setter, ValueReader reader) : MemberSetter<TRecord>
{
    private readonly MethodInvoker _set = MethodInvoker.Create(setter);

    public override void Set(ref TRecord record, int row)
    {
        object box = record!;
        _set.Invoke(box, reader.Boxed(row));
        record = (TRecord)box;
    }
}
