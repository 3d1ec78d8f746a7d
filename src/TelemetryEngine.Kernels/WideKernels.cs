using TelemetryEngine.Kernels.Csv;

namespace TelemetryEngine.Kernels;

/// <summary>
/// The kernels for vectors that only some machines have. Machine code can't be made for them before the machine is known, and making it takes longer than
/// reading a small file. So a program that is otherwise compiled beforehand begins with the kernels of 16-byte vectors, and compiles the wide ones
/// beside its work where there is much to read.
/// </summary>
public static class WideKernels
{
    private static int _isBegun;

    /// <summary>True when the program has set the switch <c>TelemetryEngine.StartsWithNarrowKernels</c>. A program that compiles everything while it runs must not.</summary>
    internal static bool ComeLater { get; } = AppContext.TryGetSwitch("TelemetryEngine.StartsWithNarrowKernels", out bool isOn) && isOn;

    /// <summary>Compiles them on a thread of their own, once; they are used from then on. Does nothing where they are used anyhow.</summary>
    public static void Compile()
    {
        if (ComeLater && Interlocked.Exchange(ref _isBegun, 1) == 0)
        {
            new Thread(CompileAll) { IsBackground = true, Name = "kernels" }.Start();
        }
    }

    private static void CompileAll()
    {
        StructuralScan.Compile();
        NumberFields.Compile();
    }
}

/// <summary>Which way a kernel is run.</summary>
/// <typeparam name="T">How the kernel is called.</typeparam>
internal sealed class KernelChoice<T>
    where T : Delegate
{
    private readonly T _best;
    private readonly Action<T> _rehearse;
    private volatile T _current;

    /// <param name="all">The ways, the fastest first; the last one runs everywhere.</param>
    /// <param name="rehearse">Runs a way on a little text.</param>
    /// <param name="comesLater">Whether to begin with a way that is compiled beforehand.</param>
    public KernelChoice(IReadOnlyList<Implementation<T>> all, Action<T> rehearse, bool comesLater)
    {
        _best = Implementation<T>.Selected(all);
        _rehearse = rehearse;
        _current = comesLater && ForcedKernel.Name is null ? all.First(static way => way.IsSupported && way.IsCompiledBeforehand).Run : _best;
    }

    /// <summary>The way to take now.</summary>
    public T Current => _current;

    /// <summary>Compiles the best way, which is the current one from then on.</summary>
    public void Compile()
    {
        if (_current != _best)
        {
            _rehearse(_best);
            _current = _best;
        }
    }
}
