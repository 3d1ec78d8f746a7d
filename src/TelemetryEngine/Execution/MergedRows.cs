using TelemetryEngine.Aggregates.Components;

namespace TelemetryEngine.Execution;

/// <summary>Some rows of the result: their places, and the groups of each worker that make them up.</summary>
internal sealed class MergedRows
{
    private readonly IReadOnlyList<PartialState> _parts;
    private readonly long[] _places;
    private readonly (int[] Groups, int[] Rows, int Count)[] _ofPart;

    public MergedRows(IReadOnlyList<PartialState> parts, int rows)
    {
        _parts = parts;
        Count = rows;
        _places = new long[rows];
        _ofPart = new (int[], int[], int)[parts.Count];
        for (int part = 0; part < _ofPart.Length; part++)
        {
            _ofPart[part] = (new int[rows], new int[rows], 0);
        }
    }

    /// <summary>How many rows.</summary>
    public int Count { get; }

    /// <summary>The rows' places in the <see cref="GroupOrder"/>.</summary>
    public ReadOnlySpan<long> Places => _places;

    public void SetPlace(int row, long place) => _places[row] = place;

    /// <summary>Adds a worker's group to a row.</summary>
    public void Add(int part, int group, int row)
    {
        ref (int[] Groups, int[] Rows, int Count) list = ref _ofPart[part];
        list.Groups[list.Count] = group;
        list.Rows[list.Count++] = row + 1;
    }

    /// <summary>The rows' states: merged ones in components of their own, or a single worker's where they are.</summary>
    /// <param name="plan">Makes the components.</param>
    /// <param name="groups">Each row's group in the components.</param>
    public Component[] Merge(BoundPlan plan, out ReadOnlySpan<int> groups)
    {
        if (_parts.Count == 1)
        {
            groups = _ofPart[0].Groups;
            return [.. _parts[0].Components];
        }

        int[] rows = new int[Count];
        for (int row = 0; row < rows.Length; row++)
        {
            rows[row] = row + 1;
        }

        groups = rows;
        Component[] merged = new Component[plan.Components.Count];
        for (int i = 0; i < merged.Length; i++)
        {
            merged[i] = plan.Components[i].Create();
            merged[i].Reserve(Count + 1);
            for (int part = 0; part < _ofPart.Length; part++)
            {
                (int[] from, int[] into, int count) = _ofPart[part];
                merged[i].Merge(_parts[part].Components[i], from.AsSpan(0, count), into.AsSpan(0, count));
            }
        }

        return merged;
    }
}
