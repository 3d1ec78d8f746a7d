using TelemetryEngine.Aggregates.Components;

namespace TelemetryEngine.Aggregates;

// The components of a plan: aggregates that need the same one share it, and so do those that a wider one serves as well. Each is found by
// what it is, however many there are.
internal sealed class SharedComponents
{
    private readonly List<ComponentPart> _parts = [];
    private readonly Dictionary<ComponentSpec, int> _places = [];
    private readonly Dictionary<ComponentSpec, Queue<int>> _narrower = [];

    // The components so far.
    public IReadOnlyList<ComponentPart> Parts => _parts;

    // The place of a component, or of a wider one that is there already; a wider one takes the place of the narrower that came before it.
    public int Share(ComponentPart part)
    {
        int place = Find(part.Spec, Find(part.Wider?.Spec, -1));
        if (place >= 0)
        {
            return place;
        }

        if (_narrower.TryGetValue(part.Spec, out Queue<int>? narrower) && narrower.TryDequeue(out place))
        {
            _places.Remove(_parts[place].Spec);
            _parts[place] = part;
        }
        else
        {
            place = _parts.Count;
            _parts.Add(part);
        }

        _places.Add(part.Spec, place);
        if (part.Wider is { } wider)
        {
            if (!_narrower.TryGetValue(wider.Spec, out Queue<int>? places))
            {
                _narrower.Add(wider.Spec, places = new Queue<int>());
            }

            places.Enqueue(place);
        }

        return place;
    }

    // of several the first counts
    private int Find(ComponentSpec? spec, int otherwise) =>
        spec is { } known && _places.TryGetValue(known, out int place) && (otherwise < 0 || place < otherwise) ? place : otherwise;
}
