using System.IO.Compression;
using System.Runtime.CompilerServices;
using Apache.Arrow;
using TelemetryEngine.Sources;

namespace TelemetryEngine.Formats;

// A format that rows are written in, or read from.
// Name: The word for it after --format, and in plans that read it.
// Extensions: The ends of file names that mean it, with the dot; the first is the usual one.
// Description: What it is, in a few words.
// IsBinary: True when it is nothing for a terminal.
// CreateWriter: Makes its writer; null = it can't be an output.
internal sealed record Format(
    string Name, IReadOnlyList<string> Extensions, string Description, bool IsBinary,
    Func<Stream, Schema, WriterOptions, BatchWriter>? CreateWriter)
{
    // True when it can pack each buffer by itself, so that a reader still finds batches and columns.
    public bool CanCompressBuffers { get; init; }

    // True when it holds columns of any Arrow type as they are.
    public bool HoldsArrowTypes { get; init; }

    // True when a row's bytes depend on no other row, so that what several writers without a header wrote may be put together.
    public bool HasIndependentRows { get; init; }

    // Opens inputs, which for text are opened as such already; null = it can't be an input by its own name.
    public Func<SourceOpening, Source>? OpenSource { get; init; }

    // What inputs begin with; where it is nothing, they may begin with anything.
    public IReadOnlyList<byte[]> Marks { get; init; } = [];

    // What inputs are, for messages.
    public string Content { get; init; } = "text";

    // True when it can be an input, be it by the name of the other format of Arrow.
    public bool CanRead => OpenSource is not null || HoldsArrowTypes;

    // True when it can be an output.
    public bool CanWrite => CreateWriter is not null;

    // True for the first bytes of an input in this format: unpacked, and of text also decoded.
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

// How the bytes of a file are packed.
internal enum FileCompression
{
    None,
    Gzip,
    Brotli,
}

// What a file's name says about it.
// Delimiter: The delimiter that the name stands for, as a tab for .tsv; null when it says nothing about it.
internal readonly record struct FormatMatch(Format Format, FileCompression Compression = FileCompression.None, byte? Delimiter = null)
{
    // A stream that packs what is written to it, to be disposed before output is committed; or output itself.
    public Stream Compress(Stream output) => Compression == FileCompression.None ? output : Packed(output);

    // apart, so that what packs is loaded only where something is packed
    [MethodImpl(MethodImplOptions.NoInlining)]
    private Stream Packed(Stream output) => Compression == FileCompression.Gzip
        ? new GZipStream(output, CompressionLevel.Optimal, leaveOpen: true)
        : new BrotliStream(output, CompressionLevel.Fastest, leaveOpen: true);
}
