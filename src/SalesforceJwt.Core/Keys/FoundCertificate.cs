namespace SalesforceJwt.Core.Keys;

/// <summary>A certificate in a key file.</summary>
/// <param name="Der">Its bytes (RFC 5280).</param>
/// <param name="Format">Its format in the file, such as <c>X.509 PEM</c>.</param>
internal sealed record FoundCertificate(ReadOnlyMemory<byte> Der, string Format);
