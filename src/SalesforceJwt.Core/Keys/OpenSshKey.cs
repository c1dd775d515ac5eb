using System.Buffers.Binary;
using System.Text;

namespace SalesforceJwt.Core.Keys;

/// <summary>The unencrypted header of a key in OpenSSH's own format (PROTOCOL.key).</summary>
internal static class OpenSshKey
{
    private static ReadOnlySpan<byte> Magic => "openssh-key-v1\0"u8;

    /// <summary>Whether bytes are an OpenSSH key.</summary>
    public static bool IsOne(ReadOnlySpan<byte> bytes) => bytes.StartsWith(Magic);

    /// <summary>The key's type, such as <c>ssh-rsa</c>, and whether it is encrypted; null and false if it is damaged.</summary>
    public static (string? Type, bool IsEncrypted) Describe(ReadOnlySpan<byte> bytes)
    {
        var rest = bytes[Magic.Length..];
        var cipher = Text(ReadField(ref rest));
        ReadField(ref rest);
        ReadField(ref rest);
        rest = rest.Length >= 4 ? rest[4..] : default;
        var publicKey = ReadField(ref rest);
        return Text(ReadField(ref publicKey)) is { Length: > 0 } type ? (type, cipher != "none") : (null, false);
    }

    private static string Text(ReadOnlySpan<byte> bytes) => bytes.Length <= 64 ? Encoding.ASCII.GetString(bytes) : string.Empty;

    private static ReadOnlySpan<byte> ReadField(ref ReadOnlySpan<byte> rest)
    {
        if (rest.Length < 4 || BinaryPrimitives.ReadUInt32BigEndian(rest) is var length && length > (uint)(rest.Length - 4))
        {
            rest = default;
            return default;
        }

        var value = rest.Slice(4, (int)length);
        rest = rest[(4 + (int)length)..];
        return value;
    }
}
