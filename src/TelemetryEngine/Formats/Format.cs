using System.IO.Compression;
using System.Runtime.CompilerServices;
using Apache.Arrow;
using TelemetryEngine.Sources;

namespace TelemetryEngine.Formats;

/// <summary>A format that rows are written in, or read from.</summary>
/// <param name="Name">The word for it after <c>--format</c>, and in plans that read it.</param>
/// <param name="Extensions">The ends of file names that mean it, with the dot; the first is the usual one.</param>
/// <param name="Description">What it is, in a few words.</param>
/// <param name="IsBinary">True when it is nothing for a terminal.</param>
/// <param name="CreateWriter">Makes its writer; null = it can't be an output.</param>
internal sealed record Format(
    string Name, IReadOnlyList<string> Extensions, string Description, bool IsBinary, Func<Stream, Schema, WriterOptions, BatchWriter>? CreateWriter)
{
    /// <summary>True when it can pack each buffer by itself, so that a reader still finds batches and columns.</summary>
    public bool CanCompressBuffers { get; init; }

    /// <summary>True when it holds columns of any Arrow type as they are.</summary>
    public bool HoldsArrowTypes { get; init; }

    /// <summary>True when a row's bytes depend on no other row, so that what several writers without a header wrote may be put together.</summary>
    public bool HasIndependentRows { get; init; }

    /// <summary>Opens inputs, which for text are opened as such already; null = it can't be an input by its own name.</summary>
    public Func<SourceOpening, Source>? OpenSource { get; init; }

    /// <summary>What inputs begin with; where it is nothing, they may begin with anything.</summary>
    public IReadOnlyList<byte[]> Marks { get; init; } = [];

    /// <summary>What inputs are, for messages.</summary>
    public string Content { get; init; } = "text";

    /// <summary>True when it can be an input, be it by the name of the other format of Arrow.</summary>
    public bool CanRead => OpenSource is not null || HoldsArrowTypes;

    /// <summary>True when it can be an output.</summary>
    public bool CanWrite => CreateWriter is not null;

    /// <summary>True for the first bytes of an input in this format: unpacked, and of text also decoded.</summary>
    public bool Recognizes(ReadOnlySpan<byte> head)
    {
        foreach (byte[] mark in Marks)
        {
            if (head.StartsWith(mark))
            {
                return true;
            }
        }

        return false;
    }
}

/// <summary>How the bytes of a file are packed.</summary>
internal enum FileCompression
{
    None,
    Gzip,
    Brotli,
}

/// <summary>What a file's name says about it.</summary>
/// <param name="Format">The format.</param>
/// <param name="Compression">The packing around it.</param>
/// <param name="Delimiter">The delimiter that the name stands for, as a tab for .tsv; null when it says nothing about it.</param>
internal readonly record struct FormatMatch(Format Format, FileCompression Compression = FileCompression.None, byte? Delimiter = null)
{
    /// <summary>A stream that packs what is written to it, to be disposed before <paramref name="output"/> is committed; or <paramref name="output"/> itself.</summary>
    public Stream Compress(Stream output) => Compression == FileCompression.None ? output : Packed(output);

    // apart, so that what packs is loaded only where something is packed
    [MethodImpl(MethodImplOptions.NoInlining)]
    private Stream Packed(Stream output) => Compression == FileCompression.Gzip
        ? new GZipStream(output, CompressionLevel.Optimal, leaveOpen: true)
        : new BrotliStream(output, CompressionLevel.Fastest, leaveOpen: true);
}
