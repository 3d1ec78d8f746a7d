using System.Text;
using TelemetryEngine.Columns;
using TelemetryEngine.Execution.Spilling;
using TelemetryEngine.Quoting;
using TelemetryEngine.Sources;
using static TelemetryEngine.Aggregate;

namespace TelemetryEngine.Tests.Execution.Spilling;

/// <summary>Rejected rows that are to be written take a bounded piece of memory, and come back in the order of the input.</summary>
public sealed class KeptRejectsTests
{
    private const long Limit = 1 << 20;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(500)]
    [InlineData(30_000)]
    public void Rows_come_back_as_they_came_in_the_order_of_the_input(int rows)
    {
        Random random = new(rows);
        MemoryBudget budget = new(Limit);
        using KeptRejects kept = new(folder: null, budget);
        ListedRejects expected = new();
        foreach (Reject reject in Shuffled(rows, random))
        {
            kept.Add(reject);
            expected.Add(reject);
        }

        Assert.Equal(rows > 10_000, kept.SpilledBytes > 0);
        Assert.Equal(expected.InOrder(), kept.InOrder());
        Assert.Equal(expected.InOrder(), kept.InOrder());
    }

    [Fact]
    public void Rows_longer_than_a_piece_of_a_run_come_back()
    {
        using KeptRejects kept = new(folder: null, new MemoryBudget(Limit));
        Reject[] rows = [.. Enumerable.Range(0, 40).Select(i => new Reject(i % 2, i, new string('c', i * 9_000), new MessageText("bad"), "ü"))];
        foreach (Reject row in rows)
        {
            kept.Add(row);
        }

        Assert.True(kept.SpilledBytes > 0);
        Assert.Equal(rows.Order(), kept.InOrder());
    }

    [Fact]
    public void Memory_is_bounded_and_charged_and_given_back()
    {
        MemoryBudget budget = new(Limit);
        KeptRejects kept = new(folder: null, budget);
        long most = 0;
        for (int i = 0; i < 200_000; i++)
        {
            kept.Add(new Reject(0, i, "v", new MessageText("'bad' is no int64; Schema((\"v\", \"utf8\")) reads the column as text"), "bad"));
            most = Math.Max(most, kept.HeldBytes);
        }

        Assert.InRange(most, 1, Limit);
        Assert.True(kept.SpilledBytes > 10 * Limit);
        long none = 0;
        Assert.Equal(kept.HeldBytes, budget.Charge(ref none, 0));
        kept.Dispose();
        Assert.Equal(0, budget.Charge(ref none, 0));
    }

    [Fact]
    public void Forgotten_rows_are_gone_from_memory_and_disk()
    {
        using KeptRejects kept = new(folder: null, new MemoryBudget(Limit));
        foreach (Reject reject in Shuffled(30_000, new Random(1)))
        {
            kept.Add(reject);
        }

        kept.Clear();
        Assert.Empty(kept.InOrder());
        Assert.Equal(0, kept.SpilledBytes);
        kept.Add(new Reject(0, 5, "", new MessageText("bad"), ""));
        Assert.Equal([new Reject(0, 5, "", new MessageText("bad"), "")], kept.InOrder());
    }

    [Fact]
    public void What_helps_is_in_the_words_of_who_asks_for_the_file_without_the_proposal_to_leave_rows_out()
    {
        MessageText error = Message.Of($"'1,5' is no number; {Fix.DecimalComma} reads it{RowRemedy.Skip}");
        using KeptRejects kept = new(folder: null, new MemoryBudget(Limit), static fix => $"<{fix.Option}>");
        using KeptRejects own = new(folder: null, new MemoryBudget(Limit));
        kept.Add(new Reject(0, 1, "v", error, "1,5"));
        own.Add(new Reject(0, 1, "v", error, "1,5"));
        Assert.Equal("'1,5' is no number; <decimalComma> reads it", Assert.Single(kept.InOrder()).Error.ToString());
        Assert.Equal("'1,5' is no number; TextPlan.DecimalComma = true reads it", Assert.Single(own.InOrder()).Error.ToString());
    }

    [Fact]
    public void A_folder_that_can_not_take_them_is_named()
    {
        using KeptRejects kept = new("/no/such/folder", new MemoryBudget(Limit));
        RunException error = Assert.Throws<RunException>(() =>
        {
            foreach (Reject reject in Shuffled(30_000, new Random(1)))
            {
                kept.Add(reject);
            }
        });
        Assert.StartsWith("the rejected rows do not fit the memory, and the temporary folder '/no/such/folder' can't take them: ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_reject_file_has_the_same_bytes_from_memory_and_from_disk_for_any_threads()
    {
        StringBuilder text = new("t,v,note\n");
        for (int i = 0; i < 40_000; i++)
        {
            text.Append(i).Append(i % 3 == 0 ? ",1,\"two\nlines\"\n" : i % 7 == 0 ? ",1\n" : ",bad,x\n");
        }

        using TemporaryFile file = new(text.ToString());
        Pipeline read = Telemetry.ReadCsv(file.Path).Schema(("t", "int64"), ("v", "int64")).OnError(ErrorPolicy.Skip);
        Table? first = null;
        byte[]? expected = null;
        foreach ((int threads, long memory, int morsel) in new[] { (1, 0L, 8 << 20), (1, 1L, 8 << 20), (2, 1L, 5_000), (7, 1L, 400) })
        {
            using TemporaryFile rejects = new();
            RunOptions options = new() { Threads = threads, MemoryBytes = memory, MorselBytes = morsel, RejectsPath = rejects.Path };
            Table table = read.GroupBy("note").Aggregate(Count(), Sum("v")).With(options).ToTable();
            first ??= table;
            byte[] written = File.ReadAllBytes(rejects.Path);
            expected ??= written;
            Assert.Equal(expected, written);
            Assert.Equal(26_666, table.Summary.RowsRejected);
            Assert.Equal(first.Summary.RowsAccepted, table.Summary.RowsAccepted);
        }

        Assert.Equal(26_667, Encoding.UTF8.GetString(expected!).Split('\n').Length - 1);
    }

    /// <summary>Rows near their place in the input, as several workers bring them: with texts of all kinds, some with their line.</summary>
    private static IEnumerable<Reject> Shuffled(int rows, Random random) => Enumerable.Range(0, rows)
        .Select(i => (Key: i + random.Next(4_000), Row: new Reject(
            i * 3 / Math.Max(rows, 1), i * 11L, i % 2 == 0 ? "" : "größe", new MessageText($"'{i}' is wrong 😀"), new string('x', i % 200), i % 5 == 0 ? i + 1 : 0)))
        .OrderBy(pair => pair.Key)
        .Select(pair => pair.Row);
}
