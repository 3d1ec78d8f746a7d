using System.Collections;
using System.Data;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using Apache.Arrow;
using TelemetryEngine.Arrow;
using TelemetryEngine.Records;

namespace TelemetryEngine.Execution;

// A result for what reads databases, row by row and forward only, made while it is read.
internal sealed class ResultDataReader(BatchCursor batches) : DbDataReader
{
    private const DynamicallyAccessedMemberTypes FieldMembers =
        DynamicallyAccessedMemberTypes.PublicFields | DynamicallyAccessedMemberTypes.PublicProperties;

    private readonly Dictionary<(int Ordinal, Type Type), ValueReader> _readers = [];
    private RecordBatch? _batch;
    private long _firstRow;
    private int _row = -1;
    private bool _hasBegun;
    private bool _isClosed;

    public override int FieldCount => batches.Schema.FieldsList.Count;

    public override int Depth => 0;

    public override int RecordsAffected => -1;

    public override bool IsClosed => _isClosed;

    public override bool HasRows
    {
        get
        {
            Begin();
            return _firstRow > 0 || _batch is not null;
        }
    }

    public override object this[int ordinal] => GetValue(ordinal);

    public override object this[string name] => GetValue(GetOrdinal(name));

    public override bool Read()
    {
        Begin();
        if (_batch is null)
        {
            return false;
        }

        if (++_row == _batch.Length)
        {
            _firstRow += _batch.Length;
            _row = 0;
            NextBatch();
        }

        return _batch is not null;
    }

    public override bool NextResult() => false;

    public override void Close()
    {
        _isClosed = true;
        _batch?.Dispose();
        _batch = null;
        batches.Dispose();
    }

    public override string GetName(int ordinal) => FieldOf(ordinal).Name;

    public override int GetOrdinal(string name)
    {
        int exact = batches.Schema.GetFieldIndex(name, StringComparer.Ordinal);
        int found = exact >= 0 ? exact : batches.Schema.GetFieldIndex(name, StringComparer.OrdinalIgnoreCase);
        return found >= 0
            ? found
            : throw new IndexOutOfRangeException(
                Quoting.Message.Of(
                    $"there is no column '{name}'; the columns are {string.Join(", ", batches.Schema.FieldsList.Select(static field => field.Name))}").ToString());
    }

    public override string GetDataTypeName(int ordinal) => ArrowNames.Of(FieldOf(ordinal).DataType);

    [return: DynamicallyAccessedMembers(FieldMembers)]
    public override Type GetFieldType(int ordinal) =>
        ColumnValues.Of(FieldOf(ordinal), new Target(typeof(object)))?.Natural ?? typeof(object);

    // Nothing: there is no more to know than names and types.
    public override DataTable? GetSchemaTable() => null;

    public override IEnumerator GetEnumerator() => new DbEnumerator(this);

    public override bool IsDBNull(int ordinal) => Batch.Column(Checked(ordinal)).HasNullAt(_row);

    public override T GetFieldValue<T>(int ordinal) => Reader(ordinal, typeof(T)).Read<T>(_row);

    public override object GetValue(int ordinal) => Reader(ordinal, typeof(object)).Boxed(_row) ?? DBNull.Value;

    public override int GetValues(object[] values)
    {
        int count = Math.Min(values.Length, FieldCount);
        for (int i = 0; i < count; i++)
        {
            values[i] = GetValue(i);
        }

        return count;
    }

    public override bool GetBoolean(int ordinal) => GetFieldValue<bool>(ordinal);

    public override byte GetByte(int ordinal) => GetFieldValue<byte>(ordinal);

    public override char GetChar(int ordinal) =>
        GetText(ordinal) is [char only] ? only : throw new InvalidCastException("the text is not one character; read it as a string");

    public override DateTime GetDateTime(int ordinal) => GetFieldValue<DateTime>(ordinal);

    public override decimal GetDecimal(int ordinal) => GetFieldValue<decimal>(ordinal);

    public override double GetDouble(int ordinal) => GetFieldValue<double>(ordinal);

    public override float GetFloat(int ordinal) => GetFieldValue<float>(ordinal);

    public override Guid GetGuid(int ordinal) => GetFieldValue<Guid>(ordinal);

    public override short GetInt16(int ordinal) => GetFieldValue<short>(ordinal);

    public override int GetInt32(int ordinal) => GetFieldValue<int>(ordinal);

    public override long GetInt64(int ordinal) => GetFieldValue<long>(ordinal);

    public override string GetString(int ordinal) => GetText(ordinal);

    public override long GetBytes(int ordinal, long dataOffset, byte[]? buffer, int bufferOffset, int length) =>
        Copy(NotNull(GetFieldValue<byte[]?>(ordinal), ordinal), dataOffset, buffer, bufferOffset, length);

    public override long GetChars(int ordinal, long dataOffset, char[]? buffer, int bufferOffset, int length) =>
        Copy(GetText(ordinal).ToCharArray(), dataOffset, buffer, bufferOffset, length);

    private RecordBatch Batch
    {
        get
        {
            ObjectDisposedException.ThrowIf(_isClosed, this);
            return _batch is not null && _row >= 0
                ? _batch
                : throw new InvalidOperationException("there is no row here; a row is there after Read has returned true");
        }
    }

    private static long Copy<T>(T[] all, long from, T[]? buffer, int at, int length)
    {
        if (buffer is null)
        {
            return all.Length;
        }

        int count = (int)Math.Clamp(all.Length - from, 0, length);
        all.AsSpan(count == 0 ? 0 : (int)from, count).CopyTo(buffer.AsSpan(at));
        return count;
    }

    private string GetText(int ordinal) => NotNull(GetFieldValue<string?>(ordinal), ordinal);

    private T NotNull<T>(T? value, int ordinal)
        where T : class => value ?? throw Reader(ordinal, typeof(T)).Values.NullError(_row);

    private void Begin()
    {
        ObjectDisposedException.ThrowIf(_isClosed, this);
        if (!_hasBegun)
        {
            _hasBegun = true;
            NextBatch();
        }
    }

    // the first batch that has rows
    private void NextBatch()
    {
        do
        {
            _batch?.Dispose();
            _batch = batches.Next();
        }
        while (_batch is { Length: 0 });
    }

    private ValueReader Reader(int ordinal, Type type)
    {
        IArrowArray array = Batch.Column(Checked(ordinal));
        if (!_readers.TryGetValue((ordinal, type), out ValueReader? reader))
        {
            Target target = new(type);
            reader = ValueReader.Of(FieldOf(ordinal), target)
                ?? throw new InvalidCastException(MemberColumns.Refusal(FieldOf(ordinal), target));
            _readers.Add((ordinal, type), reader);
        }

        if (!ReferenceEquals(reader.Values.Array, array))
        {
            reader.Values.Bind(array, _firstRow);
        }

        return reader;
    }

    private Field FieldOf(int ordinal) => batches.Schema.FieldsList[Checked(ordinal)];

    private int Checked(int ordinal) =>
        ordinal >= 0 && ordinal < FieldCount
            ? ordinal
            : throw new IndexOutOfRangeException($"there is no column {ordinal}; there are {FieldCount}, from 0 on");
}
