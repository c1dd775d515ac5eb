using System.Text.Json;
using SalesforceJwt.Core.Http;
using SalesforceJwt.Core.Sessions;

namespace SalesforceJwt.Core.Limits;

/// <summary>Reads the limits of an org (REST API Developer Guide: "Limits").</summary>
internal static class LimitsReader
{
    /// <summary>
    /// All limits, by name. Exempt from the session's API usage limit: otherwise the session could never see that usage has fallen.
    /// </summary>
    /// <param name="session">The session.</param>
    /// <param name="apiVersion">The API version, as <see cref="ApiVersion.Parse"/> gives it; null for the session's.</param>
    /// <exception cref="SfException">The call failed; the error says why and what to do.</exception>
    public static Task<IReadOnlyList<SfLimit>> ReadAsync(
        SfSession session, string? apiVersion = null, IHttpObserver? observer = null, CancellationToken cancellationToken = default)
    {
        return session.Rest.SendAsync<IReadOnlyList<SfLimit>>(
            new SfRequest { Uri = "limits", ApiVersion = apiVersion, IgnoresUsageLimit = true },
            static (response, cancel) => response.ReadJsonAsync<IReadOnlyList<SfLimit>>(
                "limits", static root => Read(root) is { Length: > 0 } limits ? limits : null, cancel),
            observer,
            cancellationToken);
    }

    private static SfLimit[] Read(JsonElement element) =>
    [
        .. from member in element.EnumerateObject()
           where member.Value.ValueKind == JsonValueKind.Object
           let maximum = member.Value.Number("Max")
           let remaining = member.Value.Number("Remaining")
           where maximum is not null && remaining is not null
           orderby member.Name
           select new SfLimit(member.Name, maximum.Value, remaining.Value, Read(member.Value)),
    ];
}
