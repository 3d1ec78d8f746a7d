using System.Runtime.InteropServices;
using System.Text;
using Apache.Arrow;
using TelemetryEngine.Arrow;
using TelemetryEngine.Columns;
using TelemetryEngine.Expressions;
using TelemetryEngine.Memory;

namespace TelemetryEngine.Execution.Flows;

// Takes the rows that a pivot is made of, and tells their names and keys apart.
internal sealed class PivotReader : IDisposable
{
    private const int RowBytes = 4 * sizeof(int);

    private readonly int _names;
    private readonly int _values;
    private readonly int[] _per;
    private readonly Schema _schema;
    private readonly ArrowVectors _nameView;
    private readonly BoundExpression _nameTexts;
    private readonly RowKeys? _keys;
    private readonly Batch _batch = new();
    private readonly ExpressionErrors _errors = new();
    private readonly RowCopier _copier = new();
    private readonly List<int> _rowOfKey = [];
    private readonly List<int> _nameOfCode = [];
    private int _nameOfNull = -1;

    public PivotReader(Schema schema, NamedColumns columns, int names, int values, int[] per)
    {
        _schema = schema;
        _names = names;
        _values = values;
        _per = per;
        _nameView = new ArrowVectors(columns[names]);
        _nameTexts = Expression.Bind(new CallNode("utf8", [new ColumnNode(columns[names].Name)]), columns);
        _keys = per.Length == 0 ? null : new RowKeys([.. per.Select(ordinal => columns[ordinal])], per);
        while (_batch.Columns.Count <= names)
        {
            _batch.Columns.Add(null);
        }

        Rows = new PivotRows(
            new Schema([.. per.Select(ordinal => schema.FieldsList[ordinal])], null), schema.FieldsList[values], schema.FieldsList[names]);
    }

    // What was taken.
    public PivotRows Rows { get; }

    // How many names there are.
    public int Names => Rows.Names;

    // What is held beside the rows.
    public long Bytes => (Rows.Count * (long)RowBytes) + (_keys?.Bytes ?? 0) + _nameView.TextBytes + _nameTexts.TextBytes;

    public void Add(RecordBatch batch)
    {
        _nameView.Show(batch.Column(_names), copy: false);
        _batch.Columns[_names] = _nameView.Vector;
        _batch.Rows = batch.Length;
        ColumnVector texts = _nameTexts.Evaluate(_batch, _errors);
        ReadOnlySpan<int> keys = _keys is null ? default : _keys.Encode(batch);
        RowSelection firsts = new();
        for (int row = 0; row < batch.Length; row++)
        {
            ref int name = ref Place(texts, row);
            if (name < 0)
            {
                firsts.Add(row, 1);
                name = Rows.AddName(texts.IsNull(row) ? null : Encoding.UTF8.GetString(texts.Dictionary![texts.Codes[row]]));
            }

            int key = keys.IsEmpty ? 0 : keys[row];
            Grow(_rowOfKey, key + 1);
            if (_rowOfKey[key] < 0)
            {
                _rowOfKey[key] = Rows.AddRow();
            }

            Rows.Add(_rowOfKey[key], name);
        }

        Rows.Add(
            new RecordBatch(
                new Schema([.. _per.Select(ordinal => _schema.FieldsList[ordinal])], null), _per.Select(batch.Column), batch.Length),
            batch.Column(_values),
            firsts.Length == 0 ? null : _copier.Copy(batch.Column(_names), firsts));
    }

    public void Dispose()
    {
        _nameView.Dispose();
        _nameTexts.Dispose();
        _keys?.Dispose();
    }

    // The number of the name of a row, or −1 when it is met for the first time.
    private ref int Place(ColumnVector texts, int row)
    {
        if (texts.IsNull(row))
        {
            return ref _nameOfNull;
        }

        int code = texts.Codes[row];
        Grow(_nameOfCode, code + 1);
        return ref CollectionsMarshal.AsSpan(_nameOfCode)[code];
    }

    private static void Grow(List<int> list, int count)
    {
        while (list.Count < count)
        {
            list.Add(-1);
        }
    }
}
