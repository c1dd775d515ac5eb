using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace SalesforceJwt.Core.Bulk.Export;

/// <summary>
/// Counts the records of CSV that comes in pieces, 64 bytes at a time and without parsing it: line breaks within quotes belong to values,
/// empty lines are no records. It costs a small part of what decompressing the same bytes does.
/// </summary>
internal struct CsvRecordCounter()
{
    private const int Block = 64;

    // What the last byte was, carried into the next block: within quotes, the end of a record, a CR at the start of a line.
    private bool _isQuoted;
    private bool _isAfterBreak = true;
    private bool _isAfterEmptyCr;

    /// <summary>Records that have ended.</summary>
    public long Ended { get; private set; }

    /// <summary>All records, the last one included where it has no line break.</summary>
    public readonly long Total => _isAfterBreak || _isAfterEmptyCr ? Ended : Ended + 1;

    /// <summary>Whether the text so far ends within a quoted value.</summary>
    public readonly bool IsInValue => _isQuoted;

    // Optimized at the first call: a file of usual size is read before tiered compilation would optimize this.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Add(ReadOnlySpan<byte> text)
    {
        for (; text.Length >= Block; text = text[Block..])
        {
            AddBlock(text, Block);
        }

        if (!text.IsEmpty)
        {
            Span<byte> rest = stackalloc byte[Block];
            rest.Clear();
            text.CopyTo(rest);
            AddBlock(rest, text.Length);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void AddBlock(ReadOnlySpan<byte> block, int length)
    {
        var inside = PrefixXor(Find(block, (byte)'"')) ^ (_isQuoted ? ulong.MaxValue : 0);
        var breaks = Find(block, (byte)'\n') & ~inside;
        var starts = (breaks << 1) | (_isAfterBreak ? 1UL : 0);
        var emptyCrs = Find(block, (byte)'\r') & starts;
        var empty = breaks & (starts | (emptyCrs << 1) | (_isAfterEmptyCr ? 1UL : 0));
        Ended += BitOperations.PopCount(breaks & ~empty);
        var last = 1UL << (length - 1);
        _isQuoted = (inside & last) != 0;
        _isAfterBreak = (breaks & last) != 0;
        _isAfterEmptyCr = (emptyCrs & last) != 0;
    }

    /// <summary>A bit for each byte of a block that is the one looked for.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Find(ReadOnlySpan<byte> block, byte value)
    {
        ref var first = ref MemoryMarshal.GetReference(block);
        var wanted = Vector128.Create(value);
        return Bits(ref first, 0, wanted)
            | (Bits(ref first, 16, wanted) << 16)
            | (Bits(ref first, 32, wanted) << 32)
            | (Bits(ref first, 48, wanted) << 48);

        static ulong Bits(ref byte first, nuint offset, Vector128<byte> wanted) =>
            Vector128.Equals(Vector128.LoadUnsafe(ref first, offset), wanted).ExtractMostSignificantBits();
    }

    /// <summary>For each bit whether the number of set bits up to it is odd.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong PrefixXor(ulong bits)
    {
        for (var shift = 1; shift < Block; shift *= 2)
        {
            bits ^= bits << shift;
        }

        return bits;
    }
}
