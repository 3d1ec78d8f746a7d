using System.Runtime.InteropServices;
using Apache.Arrow;
using Apache.Arrow.Types;
using TelemetryEngine.Aggregates.Components;
using TelemetryEngine.Arrow;
using TelemetryEngine.Columns;

namespace TelemetryEngine.Tests.Aggregates;

public sealed class ListStoreTests
{
    [Theory]
    [InlineData(1, 1, 300_000)]
    [InlineData(2, 3, 200_000)]
    [InlineData(3, 500, 200_000)]
    [InlineData(4, 60_000, 150_000)]
    [InlineData(5, 7, 0)]
    public void Lists_hold_what_they_were_given_in_its_order(int seed, int groups, int rows)
    {
        Random random = new(seed);
        ListStore<long> store = new();
        List<long>[] expected = [.. Enumerable.Range(0, groups + 1).Select(_ => new List<long>())];
        store.Reserve(groups + 1);
        long next = 0;
        while (next < rows)
        {
            int count = random.Next(1, 5_000);
            long[] values = [.. Enumerable.Range(0, count).Select(_ => next++)];
            if (random.Next(2) == 0)
            {
                int group = random.Next(groups + 1);
                store.AppendAll(group, values);
                expected[group].AddRange(values);
                store.Append(group, -1);
                expected[group].Add(-1);
                continue;
            }

            int[] each = [.. values.Select(_ => random.Next(groups + 1))];
            store.Append(each, values);
            for (int i = 0; i < each.Length; i++)
            {
                expected[each[i]].Add(values[i]);
            }
        }

        for (int group = 1; group <= groups; group++)
        {
            Assert.Equal(expected[group].Count, store.Count(group));
            Assert.Equal(expected[group], Values(store, group));
        }
    }

    [Fact]
    public void Merging_adds_behind_and_leaves_the_right_side_to_other_threads()
    {
        const int Groups = 100;
        ListStore<Point> right = new();
        right.Reserve(Groups + 1);
        int[] groups = [.. Enumerable.Range(0, 50_000).Select(i => 1 + (i * 7 % Groups))];
        right.Append(groups, [.. groups.Select((g, i) => new Point(i, g, i / 2.0))]);
        Parallel.For(0, 8, _ =>
        {
            ListStore<Point> left = new();
            left.Reserve(3);
            left.Append(2, new Point(-1, -1, -1));
            left.Merge(right, [5, 6, 5], [2, 2, 1]);
            Assert.Equal([new Point(-1, -1, -1), .. Values(right, 5), .. Values(right, 6)], Values(left, 2));
            Assert.Equal(Values(right, 5), Values(left, 1));
        });
        Assert.Equal(500, right.Count(5));
    }

    [Fact]
    public void Bytes_are_what_is_held_and_a_small_group_takes_few()
    {
        const int Groups = 100_000;
        ListStore<double> store = new();
        store.Reserve(Groups + 1);
        long before = GC.GetAllocatedBytesForCurrentThread();
        int[] groups = [.. Enumerable.Range(1, Groups)];
        double[] values = new double[Groups];
        long own = GC.GetAllocatedBytesForCurrentThread() - before;
        store.Append(groups, values);
        store.Append(groups, values);
        Assert.InRange(store.Bytes, Groups * 2 * sizeof(double), Groups * 80L);

        // growing arrays leave shorter ones behind, which the collector takes
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before - own;
        Assert.InRange(allocated, (store.Bytes - (Groups * 30L)) / 2, store.Bytes * 3);
    }

    [Fact]
    public void A_large_group_takes_little_more_than_its_values_and_rows_for_nobody_take_nothing()
    {
        ListStore<double> store = new();
        store.Reserve(2);
        double[] values = new double[1_000_000];
        store.AppendAll(1, values);
        Assert.InRange(store.Bytes, values.Length * 8L, values.Length * 10L);
        Assert.Equal(values.Length, store.Count(1));
        long bytes = store.Bytes;
        int[] nobody = new int[10_000];
        store.AppendAll(0, values);
        store.Append(nobody, values);
        store.Append(nobody, values);
        Assert.InRange(store.Bytes - bytes, 0, 600_000);
        bytes = store.Bytes;
        store.Append(nobody, values);
        Assert.Equal(bytes, store.Bytes);
    }

    [Fact]
    public void A_row_allocates_nothing()
    {
        ListStore<double> store = new();
        store.Reserve(101);
        int[] groups = [.. Enumerable.Range(0, 1_000).Select(i => i % 101)];
        double[] values = new double[groups.Length];
        store.Append(groups, values);
        Assert.Equal(0, Allocation.Least(() =>
        {
            store.Append(groups, values);
            store.AppendAll(7, values.AsSpan(0, 10));
            store.Append(8, 1);
        }));
    }

    [Fact]
    public void A_component_for_few_rows_stays_small()
    {
        ListStore<double> store = new();
        store.Reserve(3);
        store.Append([1, 2, 1], [1, 2, 3]);
        Assert.InRange(store.Bytes, 1, 8_000);
    }

    [Fact]
    public void Lists_travel_as_bytes()
    {
        ListStore<Point> store = new();
        store.Reserve(4);
        store.Append(1, new Point(1, 2, 0.5));
        store.AppendAll(3, [.. Enumerable.Range(0, 5_000).Select(i => new Point(i, -i, double.NaN))]);
        using ColumnVector column = new(new ColumnType(ColumnKind.Bytes));
        column.Reset(3);
        store.Save([3, 2, 1], column);
        IArrowArray array = new VectorArrays().ToArrow(column, VectorArrays.TypeOf(column.Type, null), 3);
        using ArrowVectors reader = new(new Column("lists", column.Type));
        reader.Show(array, copy: false);
        ListStore<Point> arrived = new();
        arrived.Reserve(4);
        arrived.Load(reader.Vector, [1, 2, 3]);
        Assert.Equal(Values(store, 3), Values(arrived, 1));
        Assert.Equal(0, arrived.Count(2));
        Assert.Equal([new Point(1, 2, 0.5)], Values(arrived, 3));
        reader.Show(array.Slice(1, 2), copy: false);
        arrived.Load(reader.Vector, [2, 3]);
        Assert.Equal(0, arrived.Count(2));
        Assert.Equal(2, arrived.Count(3));
    }

    [Fact]
    public void A_list_cut_short_is_refused()
    {
        using ColumnVector column = new(new ColumnType(ColumnKind.Bytes));
        column.Reset(1);
        column.AddBytes(0, 23).Clear();
        ListStore<Point> store = new();
        store.Reserve(2);
        FormatException error = Assert.Throws<FormatException>(() => store.Load(column, [1]));
        Assert.Equal("a list of 23 bytes is no whole number of values of 24 bytes", error.Message);
    }

    [Theory]
    [InlineData(5, 3, 9)]
    [InlineData(0, 10, 9)]
    [InlineData(-1, 3, 9)]
    public void Offsets_outside_the_bytes_are_refused(long first, long second, long third)
    {
        ArrowBuffer offsets = ArrowArrays.CopyOf<long>([0, first, second, third]);
        ArrowBuffer data = ArrowArrays.CopyOf<byte>(new byte[9]);
        IArrowArray array = ArrowArrays.Make(LargeBinaryType.Default, 3, 0, ArrowBuffer.Empty, offsets, data);
        using ArrowVectors reader = new(new Column("lists", new ColumnType(ColumnKind.Bytes)));
        InputException error = Assert.Throws<InputException>(() => reader.Show(array, copy: false));
        Assert.Equal("lists", error.Column);
    }

    [Fact]
    public void Forgotten_lists_are_empty_and_a_packed_store_holds_the_others_alone()
    {
        ListStore<int> store = new();
        store.Reserve(4);
        store.AppendAll(1, new int[100_000]);
        store.AppendAll(2, [5, 6]);
        store.Forget(1);
        Assert.Equal(0, store.Count(1));
        store = store.Packed();
        Assert.InRange(store.Bytes, 0, 10_000);
        store.Append(1, 7);
        Assert.Equal([7], Values(store, 1));
        Assert.Equal([5, 6], Values(store, 2));
    }

    private static T[] Values<T>(ListStore<T> store, int group)
        where T : unmanaged
    {
        T[] values = new T[store.Count(group)];
        store.CopyTo(group, values);
        return values;
    }

    [StructLayout(LayoutKind.Sequential)]
    private readonly record struct Point(long Time, long Position, double Value);
}
