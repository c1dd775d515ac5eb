using System.Globalization;

namespace SalesforceJwt.Core.Http;

/// <summary>The header <c>Sforce-Limit-Info: api-usage=18/5000</c>: API requests of the last 24 hours.</summary>
/// <param name="Used">Requests used.</param>
/// <param name="Maximum">Requests allowed.</param>
internal sealed record LimitInfo(int Used, int Maximum)
{
    private const string Usage = "api-usage=";

    /// <summary>Reads the header; null if it is missing or has another form.</summary>
    internal static LimitInfo? From(SfResponse response)
    {
        if (!response.Headers.NonValidated.TryGetValues("Sforce-Limit-Info", out var values))
        {
            return null;
        }

        foreach (var part in values.ToString().Split([',', ';', ' '], StringSplitOptions.RemoveEmptyEntries))
        {
            var slash = part.IndexOf('/');
            if (part.StartsWith(Usage, StringComparison.OrdinalIgnoreCase) && slash > 0
                && int.TryParse(part.AsSpan(Usage.Length, slash - Usage.Length), CultureInfo.InvariantCulture, out var used)
                && int.TryParse(part.AsSpan(slash + 1), CultureInfo.InvariantCulture, out var maximum))
            {
                return new LimitInfo(used, maximum);
            }
        }

        return null;
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Used}/{Maximum}";
}
