namespace TelemetryEngine.Arrow.Tests.C;

/// <summary>Counts how often it was disposed.</summary>
internal sealed class CountingOwner : IDisposable
{
    public int Disposals { get; private set; }

    public void Dispose() => Disposals++;
}
