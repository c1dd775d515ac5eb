using System.Security;
using System.Text.Json;
using SalesforceJwt.Core.Http;
using SalesforceJwt.Core.Sessions;

namespace SalesforceJwt.Core.Apps;

/// <summary>
/// Reads an app's consumer key and secret over REST, where the org and the user's permissions allow that (Connect REST API Developer Guide:
/// "External Client App OAuth Credentials"; the setting is "Allow access to External Client App consumer secrets via REST API").
/// </summary>
internal sealed class ConsumerReader(SfSession session, string? apiVersion, IHttpObserver? observer)
{
    /// <summary>The consumer key; null where it may not be read.</summary>
    /// <param name="appId">Id of the app.</param>
    public Task<string?> ReadKeyAsync(string appId, CancellationToken cancellationToken) =>
        AllowedAsync(async () =>
        {
            var (consumer, key) = await FindAsync(appId, cancellationToken).ConfigureAwait(false);
            return key ?? (consumer is null ? null : await GetAsync(
                $"apps/oauth/credentials/{appId}/{consumer}?part=key",
                static root => root.Text("key") ?? root.Items("consumers").Select(c => c.Text("key")).FirstOrDefault(),
                cancellationToken).ConfigureAwait(false));
        });

    /// <summary>The consumer secret; null where it may not be read.</summary>
    /// <param name="appId">Id of the app.</param>
    public Task<SecureString?> ReadSecretAsync(string appId, CancellationToken cancellationToken) =>
        AllowedAsync(async () =>
        {
            var (consumer, _) = await FindAsync(appId, cancellationToken).ConfigureAwait(false);
            return consumer is null ? null : await GetAsync(
                $"apps/oauth/credentials/{appId}/{consumer}?part=keyandsecret",
                static root => Protect(root.Text("secret") ?? root.Items("consumers").Select(c => c.Text("secret")).FirstOrDefault()),
                cancellationToken).ConfigureAwait(false);
        });

    private Task<(string? Consumer, string? Key)> FindAsync(string appId, CancellationToken cancellationToken) => GetAsync(
        $"apps/oauth/credentials/{appId}",
        static root => root.Items("consumers").Select(c => (c.Text("id"), c.Text("key"))).FirstOrDefault(),
        cancellationToken);

    /// <summary>What is read; nothing where the setting is off, or the user lacks a permission.</summary>
    private static async Task<T?> AllowedAsync<T>(Func<Task<T?>> read)
        where T : class
    {
        try
        {
            return await read().ConfigureAwait(false);
        }
        catch (SfRestException)
        {
            return null;
        }
    }

    private static SecureString? Protect(string? secret)
    {
        if (string.IsNullOrEmpty(secret))
        {
            return null;
        }

        var secure = new SecureString();
        foreach (var character in secret)
        {
            secure.AppendChar(character);
        }

        secure.MakeReadOnly();
        return secure;
    }

    // In a tuple, since a response without the value is one that was read.
    private async Task<T> GetAsync<T>(string uri, Func<JsonElement, T> read, CancellationToken cancellationToken) =>
        (await session.Rest.SendAsync(
            new SfRequest { Uri = uri, ApiVersion = apiVersion, SuppressNameAdvice = true },
            (response, cancel) => response.ReadJsonAsync<ValueTuple<T>>("the credentials of an app", root => new(read(root)), cancel),
            observer,
            cancellationToken).ConfigureAwait(false)).Item1;
}
