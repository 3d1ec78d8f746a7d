namespace TelemetryEngine.Kernels;

/// <summary>What the environment variable <c>TELEMETRY_SCANNER</c> wants.</summary>
internal static class ForcedKernel
{
    /// <summary>The name of the ways to run kernels; null = the fastest.</summary>
    public static string? Name { get; } = Environment.GetEnvironmentVariable("TELEMETRY_SCANNER");
}

/// <summary>One of the ways to run a kernel. All ways of a kernel give the same result.</summary>
/// <typeparam name="T">How the kernel is called.</typeparam>
/// <param name="name">What the environment variable <c>TELEMETRY_SCANNER</c> calls it.</param>
/// <param name="isSupported">True when this machine has the instructions.</param>
/// <param name="run">The kernel.</param>
internal sealed class Implementation<T>(string name, bool isSupported, T run)
    where T : Delegate
{
    /// <summary>What the environment variable <c>TELEMETRY_SCANNER</c> calls it.</summary>
    public string Name { get; } = name;

    /// <summary>True when this machine has the instructions.</summary>
    public bool IsSupported { get; } = isSupported;

    /// <summary>The kernel.</summary>
    public T Run { get; } = run;

    /// <summary>The one that the environment variable <c>TELEMETRY_SCANNER</c> names, or the fastest on this machine.</summary>
    internal static T Selected(IReadOnlyList<Implementation<T>> all) => Select(all, ForcedKernel.Name);

    /// <summary>The one of that name; the first that is supported when there is none, or this machine does not support it.</summary>
    /// <param name="all">The fastest first; the last one is the definition and runs everywhere.</param>
    /// <param name="name">The name, or null.</param>
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
