using System.Security.Cryptography;
using SalesforceJwt.Core.Security;

namespace SalesforceJwt.Core.Keys;

/// <summary>
/// Parses a key file, however its keys and certificates are encoded: PEM, base64, UTF-16, or several of these. Each item is
/// detected by its content, not its label: <c>certutil -encode</c> writes BEGIN CERTIFICATE around any file.
/// </summary>
internal sealed class KeyFileContent : IDisposable
{
    private readonly string _source;
    private readonly List<byte[]> _buffers = [];
    private readonly List<KeyItem> _items = [];

    private KeyFileContent(string source) => _source = source;

    /// <summary>The items, in the file's order.</summary>
    public IReadOnlyList<KeyItem> Items => _items;

    /// <summary>Whether they were in base64 (other than PEM's own).</summary>
    public bool IsBase64 { get; private set; }

    /// <summary>Parses the bytes of a file.</summary>
    /// <param name="bytes">PEM text, DER, PFX, or base64 of one of these.</param>
    /// <param name="source">What they are, for errors.</param>
    /// <exception cref="SfException">They are empty, damaged, or in no format that is read.</exception>
    public static KeyFileContent Read(ReadOnlyMemory<byte> bytes, string source)
    {
        var content = new KeyFileContent(source);
        try
        {
            return bytes.IsEmpty ? throw KeyErrors.Empty(source)
                : content.Add(bytes, "DER") ? content
                : throw ForeignFormat.Unknown(StrayCharacters.Trim(KeyText.Decode(bytes.Span)), source);
        }
        catch (SfException)
        {
            content.Dispose();
            throw;
        }
    }

    /// <summary>Parses text: PEM, or base64 of a key file.</summary>
    /// <param name="text">The text.</param>
    /// <param name="source">What it is, for errors.</param>
    /// <exception cref="SfException">It is empty, damaged, or in no format that is read.</exception>
    public static KeyFileContent Read(ReadOnlySpan<char> text, string source)
    {
        var content = new KeyFileContent(source);
        try
        {
            return content.AddText(text) ? content : throw ForeignFormat.Unknown(StrayCharacters.Trim(text), source);
        }
        catch (SfException)
        {
            content.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _buffers.ForEach(b => CryptographicOperations.ZeroMemory(b));

    /// <returns>Whether the format is known.</returns>
    private bool Add(ReadOnlyMemory<byte> bytes, string encoding)
    {
        ForeignFormat.Refuse(bytes, _source);
        if (DerFormat.IsSequence(bytes.Span))
        {
            _items.Add(new KeyItem(DerFormat.Detect(bytes, out var algorithm), bytes, encoding, algorithm));
            return true;
        }

        if (OpenSshKey.IsOne(bytes.Span))
        {
            _items.Add(new KeyItem(DerKind.OpenSsh, bytes, "OpenSSH"));
            return true;
        }

        var characters = KeyText.Decode(bytes.Span);
        try
        {
            return AddText(characters);
        }
        finally
        {
            Array.Clear(characters);
        }
    }

    private bool AddText(ReadOnlySpan<char> text)
    {
        text = StrayCharacters.Trim(text);
        ForeignFormat.Refuse(text, _source);
        if (PemBlock.IsPem(text))
        {
            PemBlock.ReadAll(text, _source).ForEach(AddBlock);
            return true;
        }

        if (text.StartsWith("PuTTY-User-Key-File", StringComparison.Ordinal))
        {
            _items.Add(new KeyItem(DerKind.Putty, Array.Empty<byte>(), "PuTTY"));
            return true;
        }

        var numbers = text is ['{', ..] ? RsaText.FromJson(text.ToString(), _source)
            : text is ['<', ..] ? RsaText.FromXml(text.ToString(), _source)
            : null;
        if (numbers is not null)
        {
            _items.AddRange(numbers);
            return true;
        }

        return AddEncoded(text);
    }

    private void AddBlock(PemBlock block)
    {
        _buffers.Add(block.Der);
        if (block.Headers.GetValueOrDefault("Proc-Type", string.Empty).EndsWith("ENCRYPTED", StringComparison.OrdinalIgnoreCase))
        {
            _items.Add(new KeyItem(DerKind.Pkcs1Encrypted, block.Der, "PEM") { Headers = block.Headers });
        }
        else if (!block.Label.EndsWith("PARAMETERS", StringComparison.Ordinal) && !Add(block.Der, "PEM"))
        {
            throw KeyErrors.Damaged(_source, "PEM block");
        }
    }

    /// <summary>Base64, or hexadecimal, of a file.</summary>
    private bool AddEncoded(ReadOnlySpan<char> text)
    {
        var bytes = new byte[text.Length + 3];
        _buffers.Add(bytes);
        var length = KeyText.FromHexadecimal(text, bytes);
        length = length > 0 ? length : KeyText.FromBase64(text, bytes);
        if (length == 0 || !Add(bytes.AsMemory(0, length), "DER"))
        {
            return false;
        }

        IsBase64 = true;
        return true;
    }
}
