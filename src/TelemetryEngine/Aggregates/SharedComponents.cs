using TelemetryEngine.Aggregates.Components;

namespace TelemetryEngine.Aggregates;

/// <summary>The components of a plan: aggregates that need the same one share it, and so do those that a wider one serves as well. Each is found by what it is, however many there are.</summary>
internal sealed class SharedComponents
{
    private readonly List<ComponentPart> _parts = [];
    private readonly Dictionary<Key, int> _places = [];
    private readonly Dictionary<Key, Queue<int>> _narrower = [];

    /// <summary>The components so far.</summary>
    public IReadOnlyList<ComponentPart> Parts => _parts;

    /// <summary>The place of a component, or of a wider one that is there already; a wider one takes the place of the narrower that came before it.</summary>
    public int Share(ComponentPart part)
    {
        int place = Find(part.Spec, Find(part.Wider?.Spec, -1));
        if (place >= 0)
        {
            return place;
        }

        if (_narrower.TryGetValue(new Key(part.Spec), out Queue<int>? narrower) && narrower.TryDequeue(out place))
        {
            _places.Remove(new Key(_parts[place].Spec));
            _parts[place] = part;
        }
        else
        {
            place = _parts.Count;
            _parts.Add(part);
        }

        _places.Add(new Key(part.Spec), place);
        if (part.Wider is { } wider)
        {
            if (!_narrower.TryGetValue(new Key(wider.Spec), out Queue<int>? places))
            {
                _narrower.Add(new Key(wider.Spec), places = new Queue<int>());
            }

            places.Enqueue(place);
        }

        return place;
    }

    // of several the first counts
    private int Find(ComponentSpec? spec, int otherwise) =>
        spec is { } known && _places.TryGetValue(new Key(known), out int place) && (otherwise < 0 || place < otherwise) ? place : otherwise;

    // a class, as the framework's dictionaries of our structs have no machine code made beforehand
    private sealed class Key(ComponentSpec spec)
    {
        private readonly ComponentSpec _spec = spec;

        public override bool Equals(object? other) => other is Key key && key._spec == _spec;

        public override int GetHashCode() => _spec.GetHashCode();
    }
}
