using Apache.Arrow;
using Apache.Arrow.Types;
using TelemetryEngine.Arrow;
using TelemetryEngine.Columns;

namespace TelemetryEngine.Execution.Flows;

// The rows of one input, then those of another, in columns that go by their names.
internal sealed class UnionFlow : RowFlow
{
    private readonly RowFlow[] _inputs;

    // throws PlanException: A column has types of different kinds.
    public UnionFlow(RowFlow first, RowFlow second)
    {
        _inputs = [first, second];
        List<Field> fields = [.. first.Schema.FieldsList];
        foreach (Field other in second.Schema.FieldsList)
        {
            int place = fields.FindIndex(field => field.Name == other.Name);
            if (place < 0)
            {
                fields.Add(new Field(other.Name, other.DataType, nullable: true, other.Metadata));
            }
            else
            {
                Field own = fields[place];
                fields[place] = new Field(own.Name, Common(own.Name, own.DataType, other.DataType), nullable: true, own.Metadata);
            }
        }

        foreach (Field field in fields.Where(field => PlaceOf(first.Schema, field.Name) < 0 || PlaceOf(second.Schema, field.Name) < 0))
        {
            CheckNulls(field);
        }

        Schema = new Schema(fields, first.Schema.Metadata);
    }

    public override Schema Schema { get; }

    // those of both, where one has decimals and the other has too, or integers, or no such column
    public override int? ScaleOf(int column)
    {
        int? most = null;
        foreach (RowFlow input in _inputs)
        {
            int place = PlaceOf(input.Schema, Schema.FieldsList[column].Name);
            int? scale = place < 0 ? null : input.ScaleOf(place);
            if (place >= 0 && scale is null && !ArrowTypes.ToColumn(input.Schema.FieldsList[place].DataType).IsInteger)
            {
                return null;
            }

            most = Math.Max(most ?? -1, scale ?? -1);
        }

        return most < 0 ? null : most;
    }

    public override void MayStop()
    {
        foreach (RowFlow input in _inputs)
        {
            input.MayStop();
        }
    }

    public override void Stop()
    {
        foreach (RowFlow input in _inputs)
        {
            input.Stop();
        }
    }

    public override IEnumerable<RecordBatch> Read(CancellationToken cancellation)
    {
        foreach (RowFlow input in _inputs)
        {
            int[] places = [.. Schema.FieldsList.Select(field => PlaceOf(input.Schema, field.Name))];
            long before = 0;
            foreach (RecordBatch batch in input.Read(cancellation))
            {
                IArrowArray[] arrays = new IArrowArray[places.Length];
                for (int i = 0; i < places.Length; i++)
                {
                    Field field = Schema.FieldsList[i];
                    arrays[i] = places[i] < 0
                        ? NullArrays.Of(field.DataType, batch.Length)
                        : WidenedArray.Of(batch.Column(places[i]), field, before);
                }

                before += batch.Length;
                yield return new RecordBatch(Schema, arrays, batch.Length);
            }
        }
    }

    private static void CheckNulls(Field field)
    {
        try
        {
            NullArrays.Of(field.DataType, 0);
        }
        catch (NotSupportedException e)
        {
            throw new PlanException($"column '{field.Name}' is in one input of a union only, and {e.Message}; drop it before");
        }
    }

    private static int PlaceOf(Schema schema, string name)
    {
        for (int i = 0; i < schema.FieldsList.Count; i++)
        {
            if (schema.FieldsList[i].Name == name)
            {
                return i;
            }
        }

        return -1;
    }

    private static IArrowType Common(string name, IArrowType left, IArrowType right)
    {
        if (ArrowNames.AreSame(left, right))
        {
            return left;
        }

        ColumnType one = ArrowTypes.ToColumn(left);
        ColumnType other = ArrowTypes.ToColumn(right);
        return (one, other) switch
        {
            ({ IsText: true }, { IsText: true }) => StringType.Default,
            ({ IsInteger: true }, { IsInteger: true }) => Int64Type.Default,
            ({ IsNumeric: true }, { IsNumeric: true }) => DoubleType.Default,
            ({ Kind: ColumnKind.Timestamp }, { Kind: ColumnKind.Timestamp }) => new TimestampType(
                (TimeUnit)Math.Max((int)one.Unit, (int)other.Unit), one.Zone ?? other.Zone ?? "UTC"),
            _ => throw new PlanException(
                $"column '{name}' is {one} in one input of a union and {other} in the other; rename one of them, or turn it into the other's type before"),
        };
    }
}
