using Apache.Arrow;
using Apache.Arrow.Types;
using TelemetryEngine.DataGen.Rows;
using TelemetryEngine.Memory;

namespace TelemetryEngine.DataGen.Columns;

// Station readings as columns. A double is the decimal of the text formats, rounded once.
internal sealed class StationColumns : IRowColumns
{
    private readonly StationRows _rows;
    private readonly StringArray _names;

    public StationColumns(GeneratorOptions options)
    {
        _rows = new StationRows(options);
        _names = new StringArray.Builder().AppendRange(StationNames.All.Take(_rows.StationCount)).Build();
    }

    public Schema Schema { get; } = new(
        [new Field("station", BatchColumns.CodeType, nullable: false), new Field("temperature", DoubleType.Default, nullable: true)], null);

    public RecordBatch Fill(long first, int count, BatchColumns columns)
    {
        Span<int> codes = columns.Codes;
        Span<double> temperatures = columns.Measures;
        columns.Validity.Clear();
        int nulls = 0;
        for (int i = 0; i < count; i++)
        {
            StationReading reading = _rows.Read(first + i);
            codes[i] = reading.Station;
            temperatures[i] = reading.HasTemperature ? reading.TemperatureDecidegrees / 10.0 : 0;
            Bitmap.Set(columns.Validity, i, reading.HasTemperature);
            nulls += reading.HasTemperature ? 0 : 1;
        }

        return new RecordBatch(Schema, [columns.CodeArray(_names, count), columns.MeasureArray(nulls, count)], count);
    }
}
