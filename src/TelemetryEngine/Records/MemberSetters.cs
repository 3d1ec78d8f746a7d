using System.Reflection;

namespace TelemetryEngine.Records;

// Writes a column's value to a property of a record.
internal abstract class MemberSetter<TRecord>
{
    // Writes the value of a row.
    public abstract void Set(ref TRecord record, int row);
}

// A property of a class.
internal sealed class ClassSetter<TRecord, T>(MethodInfo setter, ValueReader<T> reader) : MemberSetter<TRecord>
{
    private readonly Action<TRecord, T> _set = setter.CreateDelegate<Action<TRecord, T>>();

    public override void Set(ref TRecord record, int row) => _set(record, reader.Read(row));
}

// A property of a struct, which must be written where it lies.
internal sealed class StructSetter<TRecord, T>(MethodInfo setter, ValueReader<T> reader) : MemberSetter<TRecord>
{
    private delegate void Setter(ref TRecord record, T value);

    private readonly Setter _set = setter.CreateDelegate<Setter>();

    public override void Set(ref TRecord record, int row) => _set(ref record, reader.Read(row));
}

// A property of a type that no code here is made for, such as an enum: by reflection, in boxes.
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
