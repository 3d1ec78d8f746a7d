namespace TelemetryEngine.Arrow.C;

/// <summary>Disposes what the parts of an export look at when the last part is released: parts may be moved away and outlive the rest.</summary>
internal sealed class SharedOwner(IDisposable? owner)
{
    private int _parts = 1;

    public void Enter() => Interlocked.Increment(ref _parts);

    public void Leave()
    {
        if (Interlocked.Decrement(ref _parts) == 0)
        {
            owner?.Dispose();
        }
    }
}
