using System.Text.RegularExpressions;

namespace SalesforceJwt.Core.Describe;

/// <summary>A name that Salesforce reports as unknown.</summary>
/// <param name="Kind">What it was meant to be.</param>
/// <param name="Name">The name.</param>
/// <param name="ObjectName">The object that does not have it; empty if the name is an object's.</param>
internal sealed partial record UnknownName(NameKind Kind, string Name, string ObjectName)
{
    /// <summary>The unknown names in errors.</summary>
    /// <param name="errors">The errors.</param>
    /// <param name="url">The URL of the request.</param>
    public static IEnumerable<UnknownName> In(IReadOnlyList<SfApiError> errors, string url)
    {
        // The Tooling API has objects of its own, which the describe calls do not list.
        return url.Contains("/tooling/", StringComparison.OrdinalIgnoreCase)
            ? []
            : errors.Select(e => Read(e, url)).OfType<UnknownName>().Distinct();
    }

    private static UnknownName? Read(SfApiError error, string url)
    {
        switch (error.ErrorCode)
        {
            case "INVALID_FIELD" when Column().Match(error.Message) is { Success: true } match:
                return new UnknownName(NameKind.Field, match.Groups["name"].Value, match.Groups["object"].Value);
            case "INVALID_FIELD" when FieldPath().Match(error.Message) is { Success: true } match
                && QueriedObject(error.Message) is { } queried:
                return new UnknownName(NameKind.Relationship, match.Groups["name"].Value, queried);
            case "INVALID_TYPE" when FromPart().Match(error.Message) is { Success: true } match
                && QueriedObject(error.Message) is { } queried:
                return new UnknownName(NameKind.ChildRelationship, match.Groups["name"].Value, queried);
            case "INVALID_TYPE" when Type().Match(error.Message) is { Success: true } match:
                return new UnknownName(NameKind.Object, match.Groups["name"].Value, string.Empty);
            case "INVALIDJOB" or "INVALIDENTITY" when JobObject().Match(error.Message) is { Success: true } match:
                return new UnknownName(NameKind.Object, match.Groups["name"].Value, string.Empty);
            case "INVALIDJOB" when JobExternalId().Match(error.Message) is { Success: true } match:
                return new UnknownName(NameKind.ExternalId, match.Groups["name"].Value, match.Groups["object"].Value);
            case "NOT_FOUND" when Resource().Match(url) is { Success: true } resource:
                var external = ExternalId().Match(error.Message);
                return external.Success
                    ? new UnknownName(NameKind.ExternalId, external.Groups["name"].Value, resource.Groups["object"].Value)
                    : new UnknownName(NameKind.Object, resource.Groups["object"].Value, string.Empty);
            default:
                return null;
        }
    }

    /// <summary>The object after the last FROM in the part of the query that Salesforce quotes: that of the outer query.</summary>
    private static string? QueriedObject(string message) =>
        From().Matches(message[..message.IndexOf("Didn't", StringComparison.Ordinal)]) is { Count: > 0 } matches
            ? matches[^1].Groups["object"].Value
            : null;

    [GeneratedRegex(@"No such column '(?<name>\w+)' on (?:entity|sobject of type) '?(?<object>\w+)", RegexOptions.CultureInvariant)]
    private static partial Regex Column();

    [GeneratedRegex(@"Didn't understand relationship '(?<name>\w+)' in field path", RegexOptions.CultureInvariant)]
    private static partial Regex FieldPath();

    [GeneratedRegex(@"Didn't understand relationship '(?<name>\w+)' in FROM part", RegexOptions.CultureInvariant)]
    private static partial Regex FromPart();

    [GeneratedRegex(@"sObject type '(?<name>\w+)' is not supported", RegexOptions.CultureInvariant)]
    private static partial Regex Type();

    [GeneratedRegex(@"Unable to find object: (?<name>\w+)", RegexOptions.CultureInvariant)]
    private static partial Regex JobObject();

    [GeneratedRegex(
        @"Field name provided, (?<name>\w+) does not match an External ID\b.* for (?<object>\w+)", RegexOptions.CultureInvariant)]
    private static partial Regex JobExternalId();

    [GeneratedRegex(@"external ID field does not exist or is not accessible: (?<name>\w+)", RegexOptions.CultureInvariant)]
    private static partial Regex ExternalId();

    [GeneratedRegex(@"/services/data/v[0-9.]+/(?:composite/)?sobjects/(?<object>\w+)", RegexOptions.CultureInvariant)]
    private static partial Regex Resource();

    [GeneratedRegex(@"\bFROM\s+(?<object>\w+)", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex From();
}
