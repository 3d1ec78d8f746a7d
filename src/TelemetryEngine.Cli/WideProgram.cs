using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace TelemetryEngine.Cli;

// The native program for processors with AVX-512, a file beside this one. A native file has its instructions chosen when it is built, so
// the packaged tool has two: the one for every processor with AVX2 starts the other where it can run.
internal static class WideProgram
{
    private const string Suffix = "-avx512";

    // AVX-512 F, DQ, CD, BW and VL in EBX of CPUID's leaf 7.
    private const int Leaf7Ebx = (1 << 16) | (1 << 17) | (1 << 28) | (1 << 30) | (1 << 31);

    // VBMI, VBMI2, VNNI, BITALG and VPOPCNTDQ in ECX.
    private const int Leaf7Ecx = (1 << 1) | (1 << 6) | (1 << 11) | (1 << 12) | (1 << 14);

    // The least size of the saved registers when the system saves those of 64 bytes.
    private const int WideStateBytes = 2688;

    // Becomes the other program, with the same arguments, and does not come back; or returns where it is not there or can't run.
    public static void Become(string[] args)
    {
        if (!OperatingSystem.IsLinux() || Avx512Vbmi2.IsSupported || !HasProcessor() || Environment.ProcessPath is not { } path
            || !File.Exists(path + Suffix))
        {
            return;
        }

        // the system's list of arguments ends with a null
        _ = Execute(path + Suffix, [path, .. args, null]);
    }

    private static bool HasProcessor()
    {
        if (!X86Base.IsSupported || X86Base.CpuId(0, 0).Eax < 0xD)
        {
            return false;
        }

        (_, int ebx, int ecx, _) = X86Base.CpuId(7, 0);
        return (ebx & Leaf7Ebx) == Leaf7Ebx && (ecx & Leaf7Ecx) == Leaf7Ecx && X86Base.CpuId(0xD, 0).Ebx >= WideStateBytes;
    }

    [DllImport("libc", EntryPoint = "execv", ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Execute(
        [MarshalAs(UnmanagedType.LPUTF8Str)] string path,
        [MarshalAs(UnmanagedType.LPArray, ArraySubType = UnmanagedType.LPUTF8Str)] string?[] arguments);
}
