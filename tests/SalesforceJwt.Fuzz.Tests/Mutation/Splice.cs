namespace SalesforceJwt.Fuzz.Tests.Mutation;

/// <summary>Helpers of the mutations.</summary>
internal static class Splice
{
    /// <summary>Replaces a range by other bytes.</summary>
    public static byte[] Replace(byte[] input, int start, int end, ReadOnlySpan<byte> by)
    {
        var result = new byte[input.Length - (end - start) + by.Length];
        input.AsSpan(0, start).CopyTo(result);
        by.CopyTo(result.AsSpan(start));
        input.AsSpan(end).CopyTo(result.AsSpan(start + by.Length));
        return result;
    }

    public static T Of<T>(this Random random, IReadOnlyList<T> items) => items[random.Next(items.Count)];

    /// <summary>True in one of this many calls.</summary>
    public static bool Once(this Random random, int of) => random.Next(of) == 0;
}
