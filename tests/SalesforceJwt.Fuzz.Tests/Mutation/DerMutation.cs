using System.Formats.Asn1;

namespace SalesforceJwt.Fuzz.Tests.Mutation;

/// <summary>Changes DER as DER: keys, certificates and PFX files stay readable up to the changed value.</summary>
internal static class DerMutation
{
    private static readonly string[] Algorithms =
    [
        "1.2.840.113549.1.1.1", "1.2.840.113549.1.1.10", "1.2.840.10045.2.1", "1.3.101.112", "1.2.840.113549.1.5.13",
            "1.2.840.113549.1.5.12", "1.2.840.113549.1.5.14", "1.2.840.113549.1.5.3",
        "1.2.840.113549.1.12.1.3", "1.2.840.113549.1.12.1.6", "1.3.6.1.4.1.11591.4.11", "2.16.840.1.101.3.4.1.42",
            "2.16.840.1.101.3.4.1.46", "1.2.840.113549.3.7", "1.2.840.113549.3.2",
        "1.2.840.113549.2.7", "1.2.840.113549.2.9", "1.2.392.200011.61.1.1.1.4", "1.2.410.200046.1.1.14", "1.2.840.113549.1.7.1",
            "1.2.840.113549.1.7.6", "1.3.14.3.2.26", "0.0", "2.999.1.2.3",
    ];

    private static readonly byte[][] Numbers =
    [
        [], [0], [1], [2], [3], [0x7F], [0x80], [0xFF], [0x00, 0x80], [0x01, 0x00], [0x27, 0x10], [0x7F, 0xFF, 0xFF, 0xFF], [0x00, 0x80,
            0x00, 0x00, 0x00], [0x00, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF],
        [0xFF, 0xFF, 0xFF, 0xFF], [.. Enumerable.Repeat((byte)0x7F, 300)], [.. Enumerable.Repeat((byte)0x55, 4200)],
    ];

    public static byte[] Mutate(Random random, byte[] input, byte[] other)
    {
        if (random.Once(8) || Node.Read(input) is not { } root)
        {
            return ByteMutation.Mutate(random, input, other);
        }

        var all = root.All().ToList();
        var node = random.Of(all);
        switch (random.Next(9))
        {
            case 0:
                node.Tag = random.Once(2) ? (byte)random.Next(256) : random.Of<byte>([0x02, 0x03, 0x04, 0x05, 0x06, 0x30, 0x31, 0x24,
                    0xA0, 0x80]);
                break;
            case 1:
                node.Wrong = random.Of<byte[]>([[0x80], [0x84, 0xFF, 0xFF, 0xFF, 0xFF], [0x84, 0x7F, 0xFF, 0xFF, 0xFF], [0x00], [0x7F],
                    [0x88, 1, 1, 1, 1, 1, 1, 1, 1]]);
                break;
            case 2 when Parent() is { } parent:
                parent.Children!.Remove(node);
                break;
            case 3 when Parent() is { } parent:
                parent.Children!.Insert(random.Next(parent.Children.Count + 1), node);
                break;
            case 4 when Parent() is { } parent:
                parent.Children!.Reverse();
                break;
            case 5 when Node.Read(other) is { } otherRoot:
                var from = random.Of(otherRoot.All().ToList());
                (node.Tag, node.Content, node.Children) = (from.Tag, from.Content, from.Children);
                break;
            case 6 when all.Where(n => n.Tag == 0x06).ToList() is { Count: > 0 } names:
                var name = random.Of(names);
                (name.Content, name.Children) = (Encode(random.Of(Algorithms)), null);
                break;
            case 7 when all.Where(n => n.Tag == 0x02).ToList() is { Count: > 0 } numbers:
                var number = random.Of(numbers);
                (number.Content, number.Children) = (random.Of(Numbers), null);
                break;
            default:
                (node.Content, node.Children) = (ByteMutation.Mutate(random, node.Body(), other), null);
                break;
        }

        return root.Encode();

        Node? Parent() => all.Find(n => n.Children?.Contains(node) == true);
    }

    private static byte[] Encode(string oid)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        writer.WriteObjectIdentifier(oid);
        return writer.Encode()[2..];
    }

    private sealed class Node
    {
        public required byte Tag { get; set; }

        public byte[] Content { get; set; } = [];

        public List<Node>? Children { get; set; }

        /// <summary>The value that replaces the right length.</summary>
        public byte[]? Wrong { get; set; }

        // The number of unused bits, before the structure that a bit string holds.
        private bool IsBitString { get; init; }

        public IEnumerable<Node> All() => (Children ?? []).SelectMany(c => c.All()).Prepend(this);

        public byte[] Body() => Children is null ? Content : [.. IsBitString ? new byte[1] : [], .. Children.SelectMany(c => c.Encode())];

        public byte[] Encode()
        {
            var body = Body();
            return [Tag, .. Wrong ?? Length(body.Length), .. body];
        }

        public static Node? Read(ReadOnlyMemory<byte> bytes)
        {
            var at = 0;
            return One(bytes.Span, ref at, 0) is { } node && at == bytes.Length ? node : null;
        }

        private static Node? One(ReadOnlySpan<byte> bytes, ref int at, int depth)
        {
            if (depth > 24 || bytes.Length - at < 2 || (bytes[at] & 0x1F) == 0x1F)
            {
                return null;
            }

            var tag = bytes[at++];
            var length = (int)bytes[at++];
            if (length > 0x80)
            {
                var digits = length & 0x7F;
                if (digits > 3 || bytes.Length - at < digits)
                {
                    return null;
                }

                length = 0;
                for (; digits > 0; digits--)
                {
                    length = (length << 8) | bytes[at++];
                }
            }

            if (length == 0x80 || bytes.Length - at < length)
            {
                return null;
            }

            var content = bytes.Slice(at, length);
            at += length;
            var isBitString = tag == 0x03 && content is [0, 0x30, ..];
            var children = (tag & 0x20) != 0 || isBitString || (tag == 0x04 && content is [0x30,
                ..]) ? Several(isBitString ? content[1..] : content, depth + 1) : null;
            return new Node { Tag = tag, Content = content.ToArray(), Children = children, IsBitString = isBitString };
        }

        private static List<Node>? Several(ReadOnlySpan<byte> bytes, int depth)
        {
            var nodes = new List<Node>();
            for (var at = 0; at < bytes.Length;)
            {
                if (One(bytes, ref at, depth) is not { } node)
                {
                    return null;
                }

                nodes.Add(node);
            }

            return nodes;
        }

        private static byte[] Length(int length) => length switch
        {
            < 0x80 => [(byte)length],
            < 0x100 => [0x81, (byte)length],
            < 0x10000 => [0x82, (byte)(length >> 8), (byte)length],
            _ => [0x83, (byte)(length >> 16), (byte)(length >> 8), (byte)length],
        };
    }
}
