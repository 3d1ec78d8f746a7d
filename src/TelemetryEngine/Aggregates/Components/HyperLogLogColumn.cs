using System.Globalization;
using System.Text;
using TelemetryEngine.Columns;
using TelemetryEngine.Kernels.Sketch;

namespace TelemetryEngine.Aggregates.Components;

// About how many different values each group has had: the hashes themselves while they are few, which is exact, and from then on the
// registers of a HyperLogLog. Which of the two it is, and what it holds, follows from the set of values alone, so the order of rows,
// batches and merges does not matter.
internal abstract class HyperLogLogColumn() : GroupColumn<HyperLogLogColumn.State>([default])
{
    // Hashes that a group keeps before it takes registers.
    public const int MaxHashes = 768;

    private const int FirstSlots = 8;
    private const int ArrayBytes = 24;
    private const char Zero = '0';

    private static readonly ColumnType[] Types = [new(ColumnKind.Utf8)];
    private long _arrayBytes;

    public override long Bytes => base.Bytes + _arrayBytes;

    public override IReadOnlyList<ColumnType> StateTypes => Types;

    // How many different values the group has: exact up to MaxHashes, then within the error of HyperLogLog.
    public long Estimate(int group) =>
        States[group].Registers is { } registers ? (long)Math.Round(HyperLogLog.Estimate(registers)) : States[group].Count;

    public override bool TryRestart(int groups)
    {
        _arrayBytes = 0;
        return base.TryRestart(groups);
    }

    public override void Merge(Component right, ReadOnlySpan<int> groups, ReadOnlySpan<int> into)
    {
        var other = (HyperLogLogColumn)right;
        for (int i = 0; i < groups.Length; i++)
        {
            State state = other.States[groups[i]];
            if (state.Registers is { } registers)
            {
                HyperLogLog.Merge(Registers(into[i]), registers);
                continue;
            }

            foreach (ulong hash in state.Slots)
            {
                if (hash != 0)
                {
                    Add(into[i], hash);
                }
            }
        }
    }

    // A state is text: r and a character for each register, or the hashes in their order, in hexadecimal, separated by spaces; none is
    // null.
    public override void Save(ReadOnlySpan<int> groups, IReadOnlyList<ColumnVector> columns)
    {
        columns[0].Dictionary = new TextDictionary();
        for (int row = 0; row < groups.Length; row++)
        {
            State state = States[groups[row]];
            if (state.Registers is null && state.Count == 0)
            {
                columns[0].SetNull(row, groups.Length);
                continue;
            }

            string text = state.Registers is { } registers
                ? string.Create(registers.Length + 1, registers, static (span, from) =>
                {
                    span[0] = 'r';
                    for (int i = 0; i < from.Length; i++)
                    {
                        span[i + 1] = (char)(Zero + from[i]);
                    }
                })
                : string.Join(' ',
                    state.Slots.Where(hash => hash != 0).Order().Select(hash => hash.ToString("x", CultureInfo.InvariantCulture)));
            columns[0].Codes[row] = columns[0].Dictionary!.GetOrAdd(Encoding.UTF8.GetBytes(text));
        }
    }

    // throws FormatException: A state is not of the form that Save writes.
    public override void Load(IReadOnlyList<ColumnVector> columns, ReadOnlySpan<int> groups)
    {
        for (int row = 0; row < groups.Length; row++)
        {
            if (!columns[0].IsNull(row))
            {
                Load(groups[row], Encoding.UTF8.GetString(columns[0].Dictionary![columns[0].Codes[row]]));
            }
        }
    }

    // Adds a value by its hash.
    protected void Add(int group, ulong hash)
    {
        ref State state = ref States[group];
        if (state.Registers is { } registers)
        {
            HyperLogLog.Add(registers, hash);
            return;
        }

        // 0 is a slot without a hash
        hash = Math.Max(hash, 1);
        if (state.Hashes is null || state.Count * 4 >= state.Hashes.Length * 3)
        {
            Grow(ref state);
        }

        int slot = Find(state.Hashes!, hash);
        if (state.Hashes![slot] == hash)
        {
            return;
        }

        state.Hashes[slot] = hash;
        if (++state.Count > MaxHashes)
        {
            Registers(group);
        }
    }

    private static int Find(ulong[] hashes, ulong hash)
    {
        int mask = hashes.Length - 1;
        int slot = HostileHash.CollideAll ? 0 : (int)hash & mask;
        while (hashes[slot] != 0 && hashes[slot] != hash)
        {
            slot = (slot + 1) & mask;
        }

        return slot;
    }

    private void Grow(ref State state)
    {
        ulong[] before = state.Slots;
        ulong[] hashes = new ulong[Math.Max(FirstSlots, before.Length * 2)];
        foreach (ulong hash in before)
        {
            if (hash != 0)
            {
                hashes[Find(hashes, hash)] = hash;
            }
        }

        _arrayBytes += ((hashes.Length - before.Length) * sizeof(ulong)) + (before.Length == 0 ? ArrayBytes : 0);
        state.Hashes = hashes;
    }

    // The group's registers, made of its hashes when it has none.
    private byte[] Registers(int group)
    {
        ref State state = ref States[group];
        if (state.Registers is { } known)
        {
            return known;
        }

        byte[] registers = new byte[HyperLogLog.Registers];
        foreach (ulong hash in state.Slots)
        {
            if (hash != 0)
            {
                HyperLogLog.Add(registers, hash);
            }
        }

        _arrayBytes += registers.Length + ArrayBytes - (state.Hashes is null ? 0 : (state.Hashes.Length * sizeof(ulong)) + ArrayBytes);
        state = new State { Registers = registers };
        return registers;
    }

    private void Load(int group, string text)
    {
        if (text.StartsWith('r'))
        {
            byte[] registers = new byte[HyperLogLog.Registers];
            if (text.Length != registers.Length + 1)
            {
                throw new FormatException($"{text.Length - 1} registers of a distinct count");
            }

            for (int i = 0; i < registers.Length; i++)
            {
                int rank = text[i + 1] - Zero;
                registers[i] = rank is >= 0 and <= HyperLogLog.MaxRank
                    ? (byte)rank
                    : throw new FormatException($"'{text[i + 1]}' is no register");
            }

            HyperLogLog.Merge(Registers(group), registers);
            return;
        }

        foreach (System.Range part in text.AsSpan().Split(' '))
        {
            if (!ulong.TryParse(text.AsSpan(part), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ulong hash))
            {
                throw new FormatException($"'{text.AsSpan(part)}' is no hash");
            }

            Add(group, hash);
        }
    }

    // Few hashes, or registers.
    internal struct State
    {
        public ulong[]? Hashes;
        public int Count;
        public byte[]? Registers;

        // The hashes, and 0 in slots that have none.
        public readonly ulong[] Slots => Hashes ?? [];
    }
}

// The loop over the values.
internal sealed class HyperLogLogColumn<TValue, TValues> : HyperLogLogColumn
    where TValues : struct, IValues<TValue>
{
    public override void Add(in RowInput rows)
    {
        ReadOnlySpan<int> groups = rows.Groups;
        ReadOnlySpan<TValue> values = TValues.Read(rows);
        for (int row = 0; row < groups.Length; row++)
        {
            if (groups[row] != 0)
            {
                Add(groups[row], TValues.Hash(values[row]));
            }
        }
    }
}
