using System.Globalization;
using System.Text;

namespace TelemetryEngine.Testing;

/// <summary>
/// What a table of text looks like from far away: how wide it is, how much of it is empty, how its lines end. Every third column is text, the others are integers.
/// </summary>
/// <param name="Columns">The number of columns, c0 c1 and so on.</param>
/// <param name="Rows">The number of records behind the header, blank lines not counted.</param>
/// <param name="Empty">The share of fields that hold nothing.</param>
/// <param name="Quoted">The share of fields in quotes that need none.</param>
/// <param name="Ragged">The share of records with another number of fields.</param>
/// <param name="Blank">The share of records that blank lines follow, up to 90 of them.</param>
/// <param name="LongestNumber">The most digits of a number; 1 makes fields of one byte.</param>
/// <param name="LineEnds">What ends lines, by chance.</param>
internal sealed record TableShape(int Columns, int Rows, double Empty, double Quoted, double Ragged, double Blank, int LongestNumber, string[] LineEnds)
{
    /// <summary>The most columns.</summary>
    public const int MostColumns = 5000;

    /// <summary>How many fields and records the index of records holds before it hands them on.</summary>
    private static readonly (int Fields, int Records) Index = (16 * 1024, 4 * 1024);

    private static readonly string[][] Ends = [["\n"], ["\n"], ["\r\n"], ["\r"], ["\n", "\r\n", "\r"]];

    /// <summary>The names of the columns.</summary>
    public IEnumerable<string> Names => Enumerable.Range(0, Columns).Select(static column => string.Create(CultureInfo.InvariantCulture, $"c{column}"));

    /// <summary>True for a column of integers, false for one of texts.</summary>
    public static bool IsNumber(int column) => column % 3 != 2;

    /// <summary>Any shape of up to so many fields and columns; where there may be many fields, half of them end near a border of the index.</summary>
    public static TableShape Any(Random random, int mostFields, int mostColumns)
    {
        int columns = Spread(random, Math.Min(mostFields, mostColumns));
        int off = random.Next(-70, 71);
        int rows = random.Next(4) switch
        {
            0 when Index.Fields * 2 < mostFields => Math.Max(1, ((Index.Fields * random.Next(1, 3)) + off) / columns),
            1 when (long)Index.Records * columns * 2 < mostFields => (Index.Records * random.Next(1, 3)) + off,
            _ => Spread(random, mostFields / columns),
        };
        return new TableShape(
            columns,
            rows,
            random.Next(4) switch { 0 => 1, 1 => 0, _ => 0.7 + (random.NextDouble() * 0.3) },
            random.Next(3) == 0 ? random.NextDouble() * 0.5 : 0,
            random.Next(3) == 0 ? random.NextDouble() * 0.3 : 0,
            random.Next(3) == 0 ? random.NextDouble() * Math.Min(1, 400.0 / rows) : 0,
            random.Next(3) == 0 ? 15 : 1,
            Ends[random.Next(Ends.Length)]);
    }

    /// <summary>A table of this shape.</summary>
    public byte[] Text(Random random)
    {
        StringBuilder text = new();
        text.AppendJoin(',', Names).Append(LineEnd(random));
        for (int row = 0; row < Rows; row++)
        {
            int fields = random.NextDouble() < Ragged ? random.Next(1, Columns + 3) : Columns;
            for (int field = 0; field < fields; field++)
            {
                AppendField(text.Append(field == 0 ? "" : ","), random, field);
            }

            bool isBroken = Ragged > 0 && random.Next(50) == 0;
            text.Append(isBroken ? ",\"q\"x" : "");
            int blanks = random.NextDouble() < Blank ? random.Next(1, 90) : 0;
            for (int end = row < Rows - 1 || random.Next(2) == 0 ? blanks : -1; end >= 0; end--)
            {
                text.Append(LineEnd(random));
            }
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    /// <summary>From 1 to <paramref name="most"/>, each order of magnitude as likely as the others.</summary>
    private static int Spread(Random random, int most) => (int)Math.Exp(random.NextDouble() * Math.Log(Math.Max(1, most)));

    private string LineEnd(Random random) => LineEnds[random.Next(LineEnds.Length)];

    private void AppendField(StringBuilder text, Random random, int field)
    {
        bool isEmpty = random.NextDouble() < Empty;
        bool isQuoted = Quoted > 0 && random.NextDouble() < Quoted;
        if (IsNumber(field))
        {
            long below = (long)Math.Pow(10, random.Next(1, LongestNumber + 1));
            long number = LongestNumber == 1 ? random.NextInt64(10) : random.NextInt64(-below, below);
            text.Append(isQuoted ? "\"" : "").Append(isEmpty ? "" : number.ToString(CultureInfo.InvariantCulture)).Append(isQuoted ? "\"" : "");
            return;
        }

        string value = isEmpty ? "" : LongestNumber == 1 ? "x" : string.Concat(Enumerable.Range(0, random.Next(1, 6)).Select(_ => "ab,\"\r\nµ7"[random.Next(8)]));
        isQuoted |= value.AsSpan().ContainsAny(",\"\r\n");
        text.Append(isQuoted ? '"' + value.Replace("\"", "\"\"", StringComparison.Ordinal) + '"' : value);
    }
}
