using TelemetryEngine.Kernels.Csv;

namespace TelemetryEngine.Kernels.Tests;

public sealed class WideKernelsTests
{
    [Fact]
    public void ScannerComesWhenItIsCompiled() => Check(StructuralScan.All, StructuralScan.NewChoice);

    [Fact]
    public void NumbersComeWhenTheyAreCompiled() => Check(NumberFields.All, NumberFields.NewChoice);

    [Fact]
    public void NothingIsLateInAProgramThatCompilesEverything() => Assert.False(WideKernels.ComeLater);

    private static void Check<T>(IReadOnlyList<Implementation<T>> all, Func<bool, KernelChoice<T>> create)
        where T : Delegate
    {
        Assert.SkipWhen(ForcedKernel.Name is not null, "a kernel is forced");
        T best = all.First(static way => way.IsSupported).Run;
        Assert.Equal(best, create(false).Current);
        KernelChoice<T> later = create(true);
        Assert.True(all.Single(way => way.Run == later.Current).IsCompiledBeforehand);
        later.Compile();
        Assert.Equal(best, later.Current);
    }
}
