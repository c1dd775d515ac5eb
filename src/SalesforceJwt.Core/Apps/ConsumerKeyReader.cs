using System.Text.Json;
using SalesforceJwt.Core.Http;
using SalesforceJwt.Core.Sessions;

namespace SalesforceJwt.Core.Apps;

/// <summary>
/// Reads an app's consumer key over REST, where the org and the user's permissions allow that (Connect REST API Developer Guide: "External
/// Client App OAuth Credentials"; the setting is "Allow access to External Client App consumer secrets via REST API").
/// </summary>
internal sealed class ConsumerKeyReader(SfSession session, string? apiVersion, IHttpObserver? observer)
{
    /// <summary>The consumer key; null where it may not be read.</summary>
    /// <param name="appId">Id of the app.</param>
    public async Task<string?> ReadAsync(string appId, CancellationToken cancellationToken)
    {
        try
        {
            var (consumer, key) = await GetAsync(
                $"apps/oauth/credentials/{appId}",
                static root => root.Items("consumers").Select(c => (c.Text("id"), c.Text("key"))).FirstOrDefault(),
                cancellationToken).ConfigureAwait(false);
            return key ?? (consumer is null ? null : (await GetAsync(
                $"apps/oauth/credentials/{appId}/{consumer}?part=key",
                static root => (string.Empty, root.Text("key") ?? root.Items("consumers").Select(c => c.Text("key")).FirstOrDefault()),
                cancellationToken).ConfigureAwait(false)).Item2);
        }
        catch (SfRestException)
        {
            // The setting is off, or the user lacks a permission.
            return null;
        }
    }

    private Task<(string?, string?)> GetAsync(
        string uri, Func<JsonElement, (string?, string?)> read, CancellationToken cancellationToken) => session.Rest.SendAsync(
        new SfRequest { Uri = uri, ApiVersion = apiVersion, SuppressNameAdvice = true },
        (response, cancel) => response.ReadJsonAsync<ValueTuple<string?, string?>>("the credentials of an app", root => read(root), cancel),
        observer,
        cancellationToken);
}
