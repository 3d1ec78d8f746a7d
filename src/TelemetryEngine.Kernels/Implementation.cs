namespace TelemetryEngine.Kernels;

// What the environment variable TELEMETRY_SCANNER wants.
internal static class ForcedKernel
{
    // The name of the ways to run kernels; null = the fastest.
    public static string? Name { get; } = Environment.GetEnvironmentVariable("TELEMETRY_SCANNER");
}

// One of the ways to run a kernel. All ways of a kernel give the same result.
// T: How the kernel is called.
// name: What the environment variable TELEMETRY_SCANNER calls it.
// isSupported: True when this machine has the instructions.
internal sealed class Implementation<T>(string name, bool isSupported, T run)
    where T : Delegate
{
    // What the environment variable TELEMETRY_SCANNER calls it.
    public string Name { get; } = name;

    // True when this machine has the instructions.
    public bool IsSupported { get; } = isSupported;

    // The kernel.
    public T Run { get; } = run;

    // The one that the environment variable TELEMETRY_SCANNER names, or the fastest on this machine.
    internal static T Selected(IReadOnlyList<Implementation<T>> all) => Select(all, ForcedKernel.Name);

    // The one of that name; the first that is supported when there is none, or this machine does not support it.
    // all: The fastest first; the last one is the definition and runs everywhere.
    internal static T Select(IReadOnlyList<Implementation<T>> all, string? name)
    {
        Implementation<T>? fastest = null;
        for (int i = all.Count - 1; i >= 0; i--)
        {
            if (all[i].IsSupported && all[i].Name == name)
            {
                return all[i].Run;
            }

            fastest = all[i].IsSupported ? all[i] : fastest;
        }

        return fastest!.Run;
    }
}
