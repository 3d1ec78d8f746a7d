using Apache.Arrow;
using Apache.Arrow.Types;
using TelemetryEngine.Arrow;

namespace TelemetryEngine.Sources;

// Makes sure that batches of others are what they say, before values are read out of them. Only what is looked at is checked. Codes of
// dictionaries are checked by who reads them, so here only where arrays are handed on as they came.
// columns: The columns that are looked at.
// passed: Those of them whose arrays are handed on.
internal sealed class BatchCheck(int[] columns, int[] passed)
{
    // batches often share their dictionary, which is then checked once
    private readonly ArrayData?[] _dictionaries = new ArrayData?[columns.Length];

    // Checks a batch.
    // throws InputException: A column is not what the batch says, or does not hold the rows that it says.
    public void Check(RecordBatch batch, int index)
    {
        if (batch.ColumnCount != batch.Schema.FieldsList.Count)
        {
            throw new InputException(
                $"batch {index} has {batch.ColumnCount} columns, and its schema names {batch.Schema.FieldsList.Count}",
                ForeignBatches.Name);
        }

        for (int i = 0; i < columns.Length; i++)
        {
            Field field = batch.Schema.FieldsList[columns[i]];
            if ((FaultOf(batch.Column(columns[i]), batch.Length, field, ref _dictionaries[i])
                ?? FaultOfCodes(batch, columns[i])) is { } fault)
            {
                throw new InputException($"batch {index}, column '{field.Name}': {fault}", ForeignBatches.Name, column: field.Name);
            }
        }
    }

    private string? FaultOfCodes(RecordBatch batch, int column) =>
        batch.Column(column).Data is { Storage: DictionaryType } codes && passed.Contains(column) ? ArrayCheck.FaultOfCodes(codes) : null;

    private static string? FaultOf(IArrowArray? array, int rows, Field field, ref ArrayData? dictionary)
    {
        if (array is null)
        {
            return "there is no array";
        }

        if (array.Length != rows)
        {
            return string.Create(null, $"it has {array.Length} rows, and the batch has {rows}");
        }

        if (!ArrowNames.AreSame(array.Data.DataType, field.DataType))
        {
            return $"it is {ArrowNames.Of(array.Data.DataType)}, and the schema says {ArrowNames.Of(field.DataType)}";
        }

        ArrayData data = array.Data;
        if (ArrayCheck.FaultOf(data) is { } fault)
        {
            return fault;
        }

        if (data.Dictionary is not { } texts || ReferenceEquals(texts, dictionary))
        {
            return null;
        }

        dictionary = texts;
        return ArrayCheck.FaultOf(texts) is { } inDictionary ? "its dictionary: " + inDictionary : null;
    }
}
