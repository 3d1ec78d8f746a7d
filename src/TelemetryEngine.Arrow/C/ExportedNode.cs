using System.Buffers;
using System.Runtime.InteropServices;

namespace TelemetryEngine.Arrow.C;

/// <summary>What one exported struct holds until its release: pins, the lists of pointers, and a part of the owner. Children and dictionary
/// are structs of their own.</summary>
internal sealed unsafe class ExportedNode
{
    private readonly SharedOwner _owner;
    private readonly MemoryHandle[] _pins;
    private void* _variadicLengths;

    private ExportedNode(SharedOwner owner, int buffers)
    {
        _owner = owner;
        _pins = new MemoryHandle[buffers];
        owner.Enter();
    }

    /// <summary>Fills a struct whose buffers and children are still to be set.</summary>
    public static ExportedNode Begin(CArrowArray* target, SharedOwner owner, int buffers, int children)
    {
        ExportedNode node = new(owner, buffers);
        *target = default;
        target->n_buffers = buffers;
        target->buffers = (void**)Pointers(buffers);
        target->n_children = children;
        target->children = (CArrowArray**)Pointers(children);
        target->private_data = (void*)GCHandle.ToIntPtr(GCHandle.Alloc(node));
        target->release = &Release;
        for (int i = 0; i < children; i++)
        {
            target->children[i] = CArrowArray.Create();
        }

        return node;
    }

    /// <summary>Pins a buffer's memory and points to it; no bytes are null.</summary>
    public void SetBuffer(CArrowArray* target, int index, ReadOnlyMemory<byte> memory)
    {
        if (!memory.IsEmpty)
        {
            _pins[index] = memory.Pin();
            target->buffers[index] = _pins[index].Pointer;
        }
    }

    /// <summary>Sets the last buffer to the lengths of the ones between the views and it.</summary>
    public void SetVariadicLengths(CArrowArray* target, IReadOnlyList<ArrowBuffer> data)
    {
        long* lengths = (long*)NativeMemory.Alloc((nuint)Math.Max(1, data.Count), sizeof(long));
        _variadicLengths = lengths;
        for (int i = 0; i < data.Count; i++)
        {
            lengths[i] = data[i].Length;
        }

        target->buffers[target->n_buffers - 1] = lengths;
    }

    private static void* Pointers(int count) => count == 0 ? null : NativeMemory.AllocZeroed((nuint)count, (nuint)sizeof(void*));

    /// <summary>Children that were moved elsewhere are released by whoever has them now; their structs are freed here.</summary>
    [UnmanagedCallersOnly]
    private static void Release(CArrowArray* array)
    {
        if (array == null || array->release == null)
        {
            return;
        }

        for (long i = 0; i < array->n_children; i++)
        {
            CArrowArray.Free(array->children[i]);
        }

        CArrowArray.Free(array->dictionary);
        NativeMemory.Free(array->children);
        NativeMemory.Free(array->buffers);
        GCHandle handle = GCHandle.FromIntPtr((nint)array->private_data);
        ExportedNode node = (ExportedNode)handle.Target!;
        handle.Free();
        *array = default;
        node.Unpin();
    }

    private void Unpin()
    {
        foreach (ref MemoryHandle pin in _pins.AsSpan())
        {
            pin.Dispose();
        }

        NativeMemory.Free(_variadicLengths);
        _owner.Leave();
    }
}
