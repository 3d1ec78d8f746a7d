using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using TelemetryEngine.Kernels.Bits;

namespace TelemetryEngine.Kernels.Csv;

/// <summary>
/// What a loop has to know of a dictionary's texts to find their codes again: those of at most 16 bytes, whole and side by side, in 32 bytes each, and for
/// every text the one that followed it the time before. For one thread.
/// </summary>
public sealed class TextHeads
{
    /// <summary>The length of the longest text that is found.</summary>
    public const int MaxLength = 16;

    /// <summary>Slots that are near in the cache however many they are: there empty ones cost less than a wrong text now and then, which no branch foresees.</summary>
    private const int NearSlots = 1 << 14;
    private const int SlotsPerNearText = 16;
    private const int SlotsPerText = 4;

    /// <summary>Less than the length of any field without its quotes, so that no field is equal.</summary>
    private const int NotFound = -2;

    private readonly ulong _multiplier;
    private TextHead[] _heads = new TextHead[64];
    private int[] _slots = OpenSlots.New(256);
    private int _found;

    /// <summary>An empty table.</summary>
    /// <param name="collides">For tests: every hash is 0, so that every look-up meets every collision there can be.</param>
    public TextHeads(bool collides = false)
    {
        _multiplier = collides ? 0 : 0x9FB21C651E98DF25UL;
        _heads[0].Length = NotFound;
    }

    /// <summary>The number of texts.</summary>
    public int Count { get; private set; }

    /// <summary>Bytes held.</summary>
    public long Bytes => (_heads.Length * (long)Unsafe.SizeOf<TextHead>()) + (_slots.Length * (long)sizeof(int));

    /// <summary>The code of the text met last; 0 before the first.</summary>
    public int Last { get; internal set; }

    /// <summary>The code that followed the last one the time before, else 0, which need not be a code yet.</summary>
    public int Guess => _heads[Last].Follower;

    /// <summary>True while most texts are those that <see cref="Guess"/> says.</summary>
    internal bool Predicts { get; set; } = true;

    internal ulong Multiplier => _multiplier;

    internal Span<TextHead> Heads => _heads;

    /// <summary>Codes by hash, −1 where there is none. A power of two of them, at most a quarter taken, and of few at most a sixteenth.</summary>
    internal ReadOnlySpan<int> Slots => _slots;

    /// <summary>Gives a new text the next code.</summary>
    /// <param name="text">The text, which is not yet there.</param>
    /// <param name="isPlain">False when a field that reads like the text may yet be something else; it is then never found.</param>
    public void Add(ReadOnlySpan<byte> text, bool isPlain)
    {
        if (Count == _heads.Length)
        {
            Array.Resize(ref _heads, Count * 2);
        }

        int code = Count++;
        if (!isPlain || text.IsEmpty || text.Length > MaxLength)
        {
            _heads[code].Length = NotFound;
            return;
        }

        _heads[code] = new TextHead { Head = Pad(text), Length = text.Length, Mask = (1u << text.Length) - 1 };
        if (++_found > _slots.Length / (_slots.Length <= NearSlots ? SlotsPerNearText : SlotsPerText))
        {
            Rehash();
        }
        else
        {
            Insert(code);
        }
    }

    /// <summary>The code of a text that may be found, or −1.</summary>
    public int Find(ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty || text.Length > MaxLength)
        {
            return -1;
        }

        Vector128<byte> head = Pad(text);
        for (int slot = Hash(head, _multiplier, Shift(_slots.Length)); ; slot = (slot + 1) & (_slots.Length - 1))
        {
            int code = _slots[slot];
            if (code < 0 || (_heads[code].Length == text.Length && _heads[code].Head == head))
            {
                return code;
            }
        }
    }

    /// <summary>Notes that the text of a code is the next one.</summary>
    public void Follow(int code)
    {
        _heads[Last].Follower = code;
        Last = code;
    }

    /// <summary>A slot: the topmost bits of a product depend on all bits of its factors.</summary>
    /// <param name="low">The first 8 bytes of a text, zeros behind its end.</param>
    /// <param name="high">The next 8 bytes.</param>
    /// <param name="multiplier"><see cref="Multiplier"/>.</param>
    /// <param name="shift"><see cref="Shift"/> of the number of slots.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static int Hash(ulong low, ulong high, ulong multiplier, int shift) =>
        (int)(((BitOperations.RotateLeft(low * 0x9E3779B97F4A7C15UL, 32) ^ high) * multiplier) >> shift);

    /// <summary>How far a hash is shifted to be one of that many slots.</summary>
    internal static int Shift(int slots) => 64 - BitOperations.Log2((uint)slots);

    private static int Hash(Vector128<byte> head, ulong multiplier, int shift) =>
        Hash(head.AsUInt64().ToScalar(), head.AsUInt64().GetElement(1), multiplier, shift);

    private static Vector128<byte> Pad(ReadOnlySpan<byte> text)
    {
        Vector128<byte> head = default;
        text.CopyTo(MemoryMarshal.AsBytes(new Span<Vector128<byte>>(ref head)));
        return head;
    }

    private void Insert(int code)
    {
        int slot = Hash(_heads[code].Head, _multiplier, Shift(_slots.Length));
        while (_slots[slot] >= 0)
        {
            slot = (slot + 1) & (_slots.Length - 1);
        }

        _slots[slot] = code;
    }

    private void Rehash()
    {
        _slots = OpenSlots.New(_slots.Length * 4);
        for (int code = 0; code < Count; code++)
        {
            if (_heads[code].Length > 0)
            {
                Insert(code);
            }
        }
    }
}

/// <summary>A text of at most 16 bytes and what is known about it.</summary>
internal struct TextHead
{
    /// <summary>The text and zeros behind it.</summary>
    public Vector128<byte> Head;

    /// <summary>The length of the text, negative when it is never to be found.</summary>
    public int Length;

    /// <summary>A bit for each byte of the text.</summary>
    public uint Mask;

    /// <summary>The code of the text that followed.</summary>
    public int Follower;
}
