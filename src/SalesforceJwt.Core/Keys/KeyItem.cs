namespace SalesforceJwt.Core.Keys;

/// <summary>One item of a key file, detected by its content.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Der">Its bytes; a secret where it is a private key.</param>
/// <param name="Encoding">Its encoding, for people: <c>PEM</c>, <c>DER</c>.</param>
/// <param name="Algorithm">For <see cref="DerKind.NotRsa"/>: the algorithm's name.</param>
internal sealed record KeyItem(DerKind Kind, ReadOnlyMemory<byte> Der, string Encoding, string? Algorithm = null)
{
    private static readonly Dictionary<string, string> NoHeaders = [];

    /// <summary>RFC 1421 headers such as <c>DEK-Info</c>; empty except for old encrypted keys.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = NoHeaders;
}
