using System.Buffers.Binary;
using static TelemetryEngine.Cli.Tests.TelemetryProcess;

namespace TelemetryEngine.Cli.Tests;

/// <summary>What Arrow input claims to be costs nothing, and is an error; what is true is read with little memory.</summary>
public sealed class ArrowMemoryTests
{
    [Theory]
    [InlineData(0x7FFFFFF0)]
    [InlineData(0x1FFFFFF0)]
    public void AStreamThatClaimsGigabytesOfMetadataIsRefusedAtOnce(int claimed)
    {
        using TemporaryFolder folder = new();
        byte[] bytes = new byte[1 << 20];
        bytes.AsSpan(0, 4).Fill(255);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(4), claimed);

        File.WriteAllBytes(Path.Combine(folder.Path, "claims.arrows"), bytes);
        Outcome outcome = Run(folder, "aggregate claims.arrows --agg count() --memory 1g").Expect(1);

        Assert.StartsWith($"telemetry: claims.arrows byte 0: a message with {claimed} bytes of metadata: ", outcome.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void ManyThreadsReadWhereLittleIsAllowed()
    {
        using TemporaryFolder folder = new();
        folder.Put("zeros.csv", "v\n" + string.Concat(Enumerable.Repeat("0\n", 1_200_000)));
        Run(folder, "convert zeros.csv -o rows.arrow --compression zstd").Expect(0);
        Assert.Equal("sum_v\n0\n", Run(folder, "aggregate rows.arrow --agg sum(v) --memory 10m --threads 8").Expect(0).Output);
    }
}
