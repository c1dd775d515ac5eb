using System.Security.Cryptography;
using System.Text;
using SalesforceJwt.Core.Http;
using SalesforceJwt.Core.Metadata;
using SalesforceJwt.Core.Sessions;

namespace SalesforceJwt.Core.Apps;

/// <summary>Finds what has to be deployed, so that an app is as the options say.</summary>
/// <param name="session">An administrator's session.</param>
/// <param name="options">The settings that the app will have.</param>
/// <param name="keys">Its certificate; null without the JWT flow.</param>
/// <param name="signIn">Tries the certificate's key; null if the key is not here, or is not needed.</param>
internal sealed class AppDifferences(
    SfSession session, AppOptions options, AppKeyPair? keys, AppSignIn? signIn, IHttpObserver? observer)
{
    // Salesforce knows a new app everywhere after ten minutes; clocks differ.
    private static readonly TimeSpan Propagation = TimeSpan.FromMinutes(15);

    /// <summary>
    /// The consumer key of an app whose settings cannot be read: the same for the same org, app and certificate, so that running it again
    /// finds it.
    /// </summary>
    public string ChosenKey { get; } = "SFJWT" + Convert.ToHexString(SHA512.HashData(
        Encoding.UTF8.GetBytes($"{session.Token.InstanceUrl.Host}\n{options.Name}\n{keys?.Fingerprint}")));

    /// <summary>The components that differ from what is there, each of them whole.</summary>
    /// <param name="existing">The present app; null for a new one.</param>
    /// <exception cref="SfException">A change would clear what cannot be read, or the certificate is not the app's.</exception>
    public async Task<IReadOnlyList<AppComponent>> FindAsync(AppState? existing, CancellationToken cancellationToken)
    {
        var wanted = options with
        {
            CertificatePem = keys?.Pem,
            ContactEmail = options.ContactEmail ?? existing?.ContactEmail ?? await AdminEmailAsync(cancellationToken).ConfigureAwait(false),
            Label = options.Label ?? existing?.Label,
        };
        if (existing is { ReadError: not null })
        {
            await RequireKnownAsync(existing, existing.ReadError, cancellationToken).ConfigureAwait(false);
            return Named(AppSettings.Create(wanted));
        }

        var created = AppSettings.Create(wanted);
        if (existing is not null)
        {
            return await CompareAsync(existing, created, wanted, cancellationToken).ConfigureAwait(false);
        }

        // A key that cannot be read back is chosen; otherwise Salesforce makes one, since some orgs refuse others.
        if (!await IsReadableAsync(cancellationToken).ConfigureAwait(false))
        {
            created.First(c => c.Type == AppComponentType.GlobalSettings)[AppSettings.ConsumerKey] = ChosenKey;
        }

        return created;
    }

    /// <summary>
    /// Checks that nothing is cleared that cannot be read: callback URLs and flows are one component, and its certificate is the one that
    /// is here if its key signs in. A refusal soon after a change proves nothing: Salesforce needs minutes.
    /// </summary>
    private async Task RequireKnownAsync(AppState existing, SfException readError, CancellationToken cancellationToken)
    {
        if (options.CallbackUrls is null != options.Flows is null)
        {
            throw AppErrors.OneComponent(existing.Name, readError);
        }

        if (signIn is null || existing.CreatedAt > DateTimeOffset.UtcNow - Propagation)
        {
            return;
        }

        var refusal = await signIn.TryOnceAsync(existing.ConsumerKey ?? ChosenKey, cancellationToken).ConfigureAwait(false);
        if (refusal?.Kind is SfErrorKind.LoginClientIdInvalid or SfErrorKind.LoginAppNotFound
            || (refusal?.Kind == SfErrorKind.LoginAssertionInvalid && options.Flows is null))
        {
            throw AppErrors.OtherCertificate(existing.Name, readError);
        }
    }

    /// <summary>
    /// The components about which the options say something. A deploy makes an app whole or not at all, so the others of an app that cannot
    /// be read are as they were made or changed since, and stay.
    /// </summary>
    private List<AppComponent> Named(IReadOnlyList<AppComponent> created) => [.. created.Where(component =>
        component.Type == AppComponentType.App ? options.Label is not null || options.ContactEmail is not null
        : component.Type == AppComponentType.OauthSettings ? options.Scopes is not null
        : options.Flows is not null)];

    private async Task<IReadOnlyList<AppComponent>> CompareAsync(
        AppState existing, IReadOnlyList<AppComponent> created, AppOptions wanted, CancellationToken cancellationToken)
    {
        var differing = new List<AppComponent>();
        foreach (var component in created)
        {
            var found = existing.Component(component.Type);
            var changed = found is null ? component : AppSettings.Apply(found.Copy(), wanted);

            // The certificate cannot be read back and compared: if its key signs in, it is the right one.
            var compared = changed.Copy();
            compared[AppSettings.Certificate] = found?[AppSettings.Certificate];
            var isSame = found?.IsSameAs(compared) == true
                && (changed[AppSettings.Certificate] is null || await IsInUseAsync(existing, cancellationToken).ConfigureAwait(false));
            if (!isSame)
            {
                differing.Add(changed);
            }
        }

        return differing;
    }

    private async Task<bool> IsInUseAsync(AppState app, CancellationToken cancellationToken) =>
        signIn is not null && app.ConsumerKey is { } key
            && await signIn.TryOnceAsync(key, cancellationToken).ConfigureAwait(false) is null;

    private async Task<string?> AdminEmailAsync(CancellationToken cancellationToken) =>
        (await session.GetUserInfoAsync(observer, cancellationToken).ConfigureAwait(false)).Email;

    private async Task<bool> IsReadableAsync(CancellationToken cancellationToken)
    {
        try
        {
            await new MetadataReader(session, options.ApiVersion, observer)
                .ListAsync(AppComponentType.App.Name, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (SfRestException)
        {
            return false;
        }
    }
}
