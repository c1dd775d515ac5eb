using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;
using SalesforceJwt.LocalOrg.Rest;

namespace SalesforceJwt.LocalOrg.Http;

/// <summary>Reads <c>multipart/form-data</c>.</summary>
internal static class Multipart
{
    /// <summary>Whether the request is multipart.</summary>
    public static bool IsMultipart(HttpRequest request, [NotNullWhen(true)] out MediaTypeHeaderValue? type) =>
        MediaTypeHeaderValue.TryParse(request.ContentType, out type)
        && type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase);

    /// <exception cref="ApiException">The content type has no boundary.</exception>
    public static MultipartReader Open(HttpRequest request, MediaTypeHeaderValue type)
    {
        var boundary = HeaderUtilities.RemoveQuotes(type.Boundary).Value;
        return string.IsNullOrEmpty(boundary) ? throw Invalid("the boundary is missing") : new MultipartReader(boundary, request.Body);
    }

    /// <summary>The name of a part; null if it has none.</summary>
    public static string? PartName(MultipartSection section) =>
        ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out var disposition)
            ? HeaderUtilities.RemoveQuotes(disposition.Name).Value
            : null;

    public static ApiException Invalid(string message) => ApiException.BadRequest("INVALID_MULTIPART_REQUEST", message);
}
