using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using TelemetryEngine.Kernels.Bits;

namespace TelemetryEngine.Kernels.Csv;

// What a loop has to know of a dictionary's texts to find their codes again, in a table each: their first 16 bytes, their lengths, the rest
// of longer ones, and for every text the one that followed it the time before. For one thread.
internal sealed class TextHeads
{
    // The length of the longest text that is found.
    public const int MaxLength = 48;

    // The bytes of a text that its head holds.
    internal const int HeadLength = 16;

    // The bits of a slot that are a code; the text's length is above them.
    internal const int CodeBits = 25;
    internal const int CodeMask = (1 << CodeBits) - 1;

    // The bits of a hash below this one depend on too few of the text's.
    internal const int HashShift = 28;

    // Slots that are near in the cache however many they are: there empty ones cost less than a wrong text now and then, which no branch
    // foresees.
    private const int NearSlots = 1 << 14;
    private const int SlotsPerNearText = 16;
    private const int SlotsPerText = 4;

    // Less than the length of any field without its quotes, so that no field is equal.
    private const int NotFound = -2;

    // How many rows are passed over for each one that is looked at, while they follow no order.
    private const int PassedOver = 63;

    private readonly bool _collides;
    private int _passed;
    private TextHead[] _heads = new TextHead[64];
    private int[] _lengths = new int[64];
    private int[] _followers = new int[64];
    private TextTail[] _tails = [];
    private int[] _slots = OpenSlots.New(256);
    private int _found;

    // An empty table.
    // collides: For tests: every hash is 0, so that every look-up meets every collision there can be.
    public TextHeads(bool collides = false)
    {
        _collides = collides;
        _lengths[0] = NotFound;
    }

    // What is added to a text: a secret, without which no texts can be chosen that meet in one slot.
    internal Vector128<uint> HashKey { get; } = Vector128.Create(Key(), Key()).AsUInt32();

    // The number of texts.
    public int Count { get; private set; }

    // Bytes held.
    public long Bytes =>
        (_heads.Length * (long)(Unsafe.SizeOf<TextHead>() + (2 * sizeof(int)))) + (Tails.Length * (long)Unsafe.SizeOf<TextTail>())
            + (_slots.Length * (long)sizeof(int));

    // The code of the text met last; 0 before the first.
    public int Last { get; internal set; }

    // The code that followed the last one the time before, else 0, which need not be a code yet.
    public int Guess => _followers[Last];

    // True while most texts are those that Guess says.
    internal bool Predicts { get; private set; } = true;

    // True while hardly any text is, so that only some are looked at.
    internal bool AreShuffled => _passed > 0;

    // The bits of a hash that count: the number of slots less one.
    internal int HashMask => _collides ? 0 : _slots.Length - 1;

    internal Span<TextHead> Heads => _heads;

    // The lengths of texts, by code; negative for those that are never to be found.
    internal ReadOnlySpan<int> Lengths => _lengths;

    // The code of the text that followed each.
    internal ReadOnlySpan<int> Followers => _followers;

    // The rest of texts that are longer than a head, by code; shorter than the heads where no text with such a code is.
    internal ReadOnlySpan<TextTail> Tails => _tails;

    // Codes by hash, and the lengths of their texts in the bits above them; −1 where there is none. A power of two of them, at most a
    // quarter taken, and of few at most a sixteenth.
    internal ReadOnlySpan<int> Slots => _slots;

    // Gives a new text the next code.
    // text: The text, which is not yet there.
    // isPlain: False when a field that reads like the text may yet be something else; it is then never found.
    public void Add(ReadOnlySpan<byte> text, bool isPlain)
    {
        if (Count == _heads.Length)
        {
            Array.Resize(ref _heads, Count * 2);
            Array.Resize(ref _lengths, Count * 2);
            Array.Resize(ref _followers, Count * 2);
        }

        int code = Count++;
        if (!isPlain || text.IsEmpty || text.Length > MaxLength || code > CodeMask)
        {
            _lengths[code] = NotFound;
            return;
        }

        _heads[code].Bytes = Pad(text[..Math.Min(text.Length, HeadLength)]);
        _lengths[code] = text.Length;
        if (text.Length > HeadLength)
        {
            if (code >= _tails.Length)
            {
                Array.Resize(ref _tails, _heads.Length);
            }

            _tails[code] = TextTail.Of(ref MemoryMarshal.GetReference(text), text.Length);
        }

        if (++_found > _slots.Length / (_slots.Length <= NearSlots ? SlotsPerNearText : SlotsPerText))
        {
            Rehash();
        }
        else
        {
            Insert(code);
        }
    }

    // The code of a text that may be found, or −1.
    public int Find(ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty || text.Length > MaxLength)
        {
            return -1;
        }

        return text.Length > HeadLength ? FindLong(ref MemoryMarshal.GetReference(text), text.Length) : Find(Pad(text), text.Length);
    }

    // Notes that the text of a code is the next one.
    public void Follow(int code)
    {
        _followers[Last] = code;
        Last = code;
    }

    // Notes that the texts of these codes came, and sees whether most of them were predicted. While hardly any is, only some of them are
    // looked at, as it costs a third of finding them.
    // codes: The codes of texts that were found without a prediction.
    internal void Follow(ReadOnlySpan<int> codes)
    {
        if (codes.IsEmpty)
        {
            return;
        }

        if (AreShuffled)
        {
            _passed -= codes.Length;
            Last = codes[^1];
            return;
        }

        int right = 0;
        int last = Last;
        Span<int> followers = _followers;
        foreach (int code in codes)
        {
            ref int follower = ref followers[last];
            right += follower == code ? 1 : 0;
            follower = code;
            last = code;
        }

        Last = last;
        Predicts = right * 4 >= codes.Length * 3;
        _passed = right * 8 >= codes.Length ? 0 : codes.Length * PassedOver;
    }

    // A hash, of which the lowest bits count: two products of 32 bits each, whose middle bits depend on all bits of their factors. Two or
    // four texts at a time take as many instructions as one.
    // text: A text and zeros behind its end.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal int Hash(Vector128<byte> text)
    {
        Vector128<ulong> factors = (text.AsUInt32() + HashKey).AsUInt64();
        ulong low = (ulong)(uint)factors.ToScalar() * (factors.ToScalar() >> 32);
        ulong high = (ulong)(uint)factors.GetElement(1) * (factors.GetElement(1) >> 32);
        return (int)((low + high) >> HashShift);
    }

    // The code of a text of 1 to 16 bytes, or −1.
    // text: The text and zeros behind it.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal int Find(Vector128<byte> text, int length)
    {
        // SAFETY: a hash is below the number of slots, a power of two; codes are below the number of heads.
        ref int slots = ref MemoryMarshal.GetArrayDataReference(_slots);
        ref TextHead heads = ref MemoryMarshal.GetArrayDataReference(_heads);
        int slot = Hash(text) & HashMask;
        int entry = Unsafe.Add(ref slots, slot);
        while (entry >= 0 && (entry >> CodeBits != length || Unsafe.Add(ref heads, entry & CodeMask).Bytes != text))
        {
            slot = (slot + 1) & (_slots.Length - 1);
            entry = Unsafe.Add(ref slots, slot);
        }

        return entry < 0 ? -1 : entry & CodeMask;
    }

    // The code of a text of 17 to 48 bytes, or −1.
    internal int FindLong(ref byte text, int length)
    {
        Vector128<byte> head = Vector128.LoadUnsafe(ref text);
        TextTail tail = TextTail.Of(ref text, length);
        ReadOnlySpan<TextTail> tails = Tails;
        for (int slot = HashLong(head, tail) & HashMask; ; slot = (slot + 1) & (_slots.Length - 1))
        {
            int entry = _slots[slot];
            int code = entry & CodeMask;
            if (entry < 0 || (entry >> CodeBits == length && _heads[code].Bytes == head && tails[code].Is(tail)))
            {
                return entry < 0 ? -1 : code;
            }
        }
    }

    // The hash of a text of 17 to 48 bytes.
    internal int HashLong(ref byte text, int length) => HashLong(Vector128.LoadUnsafe(ref text), TextTail.Of(ref text, length));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int HashLong(Vector128<byte> head, TextTail tail) => Hash(head) + (31 * Hash(tail.Middle)) + (961 * Hash(tail.End));

    private static Vector128<byte> Pad(ReadOnlySpan<byte> text)
    {
        Vector128<byte> head = default;
        text.CopyTo(MemoryMarshal.AsBytes(new Span<Vector128<byte>>(ref head)));
        return head;
    }

    private void Insert(int code)
    {
        int slot = (_lengths[code] > HeadLength ? HashLong(_heads[code].Bytes, Tails[code]) : Hash(_heads[code].Bytes)) & HashMask;
        while (_slots[slot] >= 0)
        {
            slot = (slot + 1) & (_slots.Length - 1);
        }

        _slots[slot] = (_lengths[code] << CodeBits) | code;
    }

    private void Rehash()
    {
        _slots = OpenSlots.New(_slots.Length * 4);
        for (int code = 0; code < Count; code++)
        {
            if (_lengths[code] > 0)
            {
                Insert(code);
            }
        }
    }

    private static long Key() => Random.Shared.NextInt64(long.MinValue, long.MaxValue);
}
