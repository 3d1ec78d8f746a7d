using System.Data.Common;
using Apache.Arrow;

namespace TelemetryEngine.Sources.Rows;

// The rows of a database's reader, which stays the caller's. Its first rows are kept from the look at the columns to the run.
internal sealed class ReaderInput(DbDataReader reader) : BatchInput
{
    private readonly Lock _gate = new();
    private BatchTable? _onlyTable;

    public override string Name => CellPlace.Input;

    public override string OnlyOnce => "the rows come from a database's reader, which can be read only once; execute the command again";

    protected override BatchTable LookAt()
    {
        lock (_gate)
        {
            return _onlyTable ??= LookAtHead();
        }
    }

    private BatchTable LookAtHead()
    {
        ReaderColumn[] columns = new ReaderColumn[reader.FieldCount];
        for (int i = 0; i < columns.Length; i++)
        {
            columns[i] = ReaderColumns.Of(reader, i);
        }

        if (columns.Length == 0)
        {
            throw new PlanException("the reader has no columns; the command should be a query");
        }

        IEnumerator<Block> blocks = Blocks(columns).GetEnumerator();
        Block? head = blocks.MoveNext() ? blocks.Current : null;
        head?.Look();
        Schema schema = new([.. columns.Select(static column => new Field(column.Name, column.Type, nullable: true))], null);
        return new BatchTable(schema, [schema], request => new RowFeed(schema, RowBlock.HeadAndRest(head, blocks), request, rows: null));
    }

    private IEnumerable<Block> Blocks(ReaderColumn[] columns)
    {
        for (long first = 0; ;)
        {
            ReaderCells[] cells = [.. columns.Select(static column => column.NewCells(RowBlock.MostRows))];
            int rows = 0;
            while (rows < RowBlock.MostRows && Read())
            {
                foreach (ReaderCells column in cells)
                {
                    column.Add(reader, rows, first + rows);
                }

                rows++;
            }

            if (rows > 0)
            {
                yield return new Block(cells, rows, first);
            }

            if (rows < RowBlock.MostRows)
            {
                yield break;
            }

            first += rows;
        }
    }

    private bool Read()
    {
        try
        {
            return reader.Read();
        }
        catch (DbException error)
        {
            throw new InputException($"{Name} can't be read: {error.Message}", Name, inner: error);
        }
    }

    private sealed class Block(ReaderCells[] cells, int rows, long first) : RowBlock(rows)
    {
        public void Look()
        {
            foreach (ReaderCells column in cells)
            {
                column.Look(Rows);
            }
        }

        public override IArrowArray Read(int column) => cells[column].Make(Rows, first);
    }
}
