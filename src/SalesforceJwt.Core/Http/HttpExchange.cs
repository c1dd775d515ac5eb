namespace SalesforceJwt.Core.Http;

/// <summary>One request and its answer, without secrets.</summary>
/// <param name="Method">HTTP method.</param>
/// <param name="Url">The URL without its query.</param>
/// <param name="StatusCode">HTTP status; null if no answer came.</param>
/// <param name="Bytes">Bytes of the answer's body that were read, after decompression.</param>
/// <param name="Elapsed">From sending to the end of the body.</param>
/// <param name="Headers">Headers of both, secrets masked, one a line; null unless the observer wants them.</param>
internal sealed record HttpExchange(string Method, string Url, int? StatusCode, long Bytes, TimeSpan Elapsed, string? Headers);
