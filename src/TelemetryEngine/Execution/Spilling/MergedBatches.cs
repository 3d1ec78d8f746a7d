using Apache.Arrow;
using Apache.Arrow.Types;
using TelemetryEngine.Arrow;
using TelemetryEngine.Columns;
using TelemetryEngine.Execution.Results;

namespace TelemetryEngine.Execution.Spilling;

// Makes batches of the rows that a RunMerge chose: the same arrays that ResultBuilder would have made of them. Several threads may do so.
internal sealed class MergedBatches
{
    private readonly Schema _schema;
    private readonly TextDictionary?[] _texts;
    private readonly VectorArrays[] _arrays;

    // texts: For each column that has one the dictionary of all its texts.
    public MergedBatches(Schema schema, TextDictionary?[] texts)
    {
        _schema = schema;
        _texts = texts;
        _arrays = [.. texts.Select(_ => new VectorArrays())];
    }

    // Copies the rows.
    // throws RunException: The texts of a column are more than one array can hold.
    public RecordBatch Build(MergedPiece piece)
    {
        RowPicks picks = piece.ToPicks();
        IArrowArray[] arrays = new IArrowArray[_schema.FieldsList.Count];
        for (int column = 0; column < arrays.Length; column++)
        {
            IArrowType type = _schema.FieldsList[column].DataType;
            IArrowArray[] from = [.. piece.Sources.Select(source => source.Batch.Column(column))];
            arrays[column] = type is DictionaryType coded
                ? Coded(picks, from, coded, column)
                : picks.Take(type, from) ?? throw new NotSupportedException($"no result has a column of {ArrowNames.Of(type)}");
        }

        return new RecordBatch(_schema, arrays, picks.Length);
    }

    // each run has a dictionary of its own; the result has one of all texts
    private IArrowArray Coded(RowPicks picks, IArrowArray[] from, DictionaryType type, int column)
    {
        using ColumnVector codes = new(new ColumnType(ColumnKind.Dictionary)) { Dictionary = _texts[column] };
        codes.Reset(picks.Length);
        for (int source = 0; source < from.Length; source++)
        {
            foreach (int row in picks.Of(source))
            {
                int place = picks.PlaceOf(row);
                if (from[source].IsNull(place))
                {
                    codes.SetNull(row, picks.Length);
                }
                else
                {
                    codes.Codes[row] = _texts[column]!.Find(from[source].BytesAt(place));
                }
            }
        }

        return _arrays[column].ToArrow(codes, type, picks.Length);
    }
}
