using System.Management.Automation;
using System.Security;
using System.Security.Cryptography.X509Certificates;
using SalesforceJwt.Core;
using SalesforceJwt.Core.Http;
using SalesforceJwt.Core.Keys;
using SalesforceJwt.Core.OAuth;
using SalesforceJwt.Core.OAuth.Jwt;
using SalesforceJwt.Core.Security;
using SalesforceJwt.Core.Sessions;
using SalesforceJwt.PS.Base;
using SalesforceJwt.PS.Base.Parameters;
using SalesforceJwt.PS.Completion;
using SalesforceJwt.PS.Models;
using SalesforceJwt.PS.Transformation;

namespace SalesforceJwt.PS.Cmdlets.Tokens;

/// <summary>
/// Decodes a JSON Web Token: an assertion, an id token, or a JWT-based access token of Salesforce. With a certificate, a key or the keys
/// that the issuer publishes it verifies the signature; without one, it reports the signature as not verified.
/// </summary>
[Cmdlet(VerbsData.ConvertFrom, "SfJwt", DefaultParameterSetName = "Decode")]
[OutputType(typeof(SfDecodedJwt))]
public sealed partial class ConvertFromSfJwtCommand : SfCmdlet, IHttpParameters
{
    // For all tokens of the pipeline. Of -JwksPath.
    private PublicKeySet? _keys;

    // Of -JwksUri.
    private HttpTransport? _transport;

    /// <summary>The token.</summary>
    [Parameter(
        Mandatory = true,
        Position = 0,
        ValueFromPipeline = true,
        ValueFromPipelineByPropertyName = true,
        HelpMessage = "The token, with or without 'Bearer' before it.")]
    [Alias("AccessToken", "Assertion")]
    [SecretTransformation]
    [ValidateNotNull]
    public SecureString Token { get; set; } = new();

    /// <summary>The certificate file to verify with.</summary>
    [Parameter(
        Mandatory = true,
        ParameterSetName = "CertificatePath",
        HelpMessage = "Certificate file (.crt) to verify the signature with.")]
    [ValidateNotNullOrEmpty]
    public string? CertificatePath { get; set; }

    /// <summary>The certificate to verify with.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Certificate", HelpMessage = "An X509Certificate2 to verify the signature with.")]
    [NoSecret]
    [ValidateNotNull]
    public X509Certificate2? Certificate { get; set; }

    /// <summary>The key file to verify with.</summary>
    [Parameter(
        Mandatory = true,
        ParameterSetName = "KeyPath",
        HelpMessage = "Private key file to verify the signature with. It shows whether this key signed the token.")]
    [ValidateNotNullOrEmpty]
    public string? KeyPath { get; set; }

    /// <summary>Opens an encrypted key or a PFX.</summary>
    [Parameter(ParameterSetName = "KeyPath", HelpMessage = "Password of the key or PFX.")]
    [NoPlainText]
    [ValidateNotNull]
    public SecureString? KeyPassword { get; set; }

    /// <summary>Selects a key if there are several.</summary>
    [Parameter(ParameterSetName = "KeyPath", HelpMessage = "Thumbprint of the key's certificate, if the file contains several keys.")]
    [ValidateNotNullOrEmpty]
    public string? Thumbprint { get; set; }

    /// <summary>The org whose published keys verify the token.</summary>
    [Parameter(
        Mandatory = true,
        ParameterSetName = "Connection",
        HelpMessage = "A connection or its name: its org's published keys verify the token, and the org must have issued it.")]
    [ConnectionTransformation]
    [ArgumentCompleter(typeof(ConnectionNameCompleter))]
    public SfConnectionReference? Connection { get; set; }

    /// <summary>Where an issuer publishes its keys.</summary>
    [Parameter(
        Mandatory = true,
        ParameterSetName = "JwksUri",
        HelpMessage = "URL of the issuer's published keys, such as https://NAME.my.salesforce.com/id/keys.")]
    [ValidateNotNullOrEmpty]
    public string? JwksUri { get; set; }

    /// <summary>A file of published keys.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "JwksPath", HelpMessage = "File with the issuer's published keys (JSON Web Key Set).")]
    [ValidateNotNullOrEmpty]
    public string? JwksPath { get; set; }

    /// <summary>The expected issuers.</summary>
    [Parameter(HelpMessage = "The issuer (iss) that the token must have, or several of which one will do. With -Connection: the org.")]
    [ValidateNotNullOrEmpty]
    public string[]? Issuer { get; set; }

    /// <summary>The expected audiences.</summary>
    [Parameter(HelpMessage = "The audience (aud) that the token must have, or several of which one will do. With -Connection: app or org.")]
    [ValidateNotNullOrEmpty]
    public string[]? Audience { get; set; }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _transport?.Dispose();
        }

        base.Dispose(disposing);
    }

    private protected override async Task ProcessAsync(CancellationToken cancellationToken)
    {
        var text = Secret.Reveal(Token);
        try
        {
            var token = JwtReader.Read(text);
            var signature = await VerifyAsync(token, cancellationToken);
            var now = DateTimeOffset.UtcNow;
            WriteObject(new SfDecodedJwt(token, now, signature, GetExpectation(token).Check(token, now)));
        }
        catch (SfException e) when (e.Kind == SfErrorKind.JwtInvalid)
        {
            WriteError(e, null);
        }
        finally
        {
            Array.Clear(text);
        }
    }

    private JwtExpectation GetExpectation(JwtContent token)
    {
        var known = Connection is null ? new JwtExpectation() : OrgTokenCheck.Expect(Find(Connection).Session, token);
        return known with { Issuers = Issuer ?? known.Issuers, Audiences = Audience ?? known.Audiences };
    }

    private async Task<JwtSignature> VerifyAsync(JwtContent token, CancellationToken cancellationToken)
    {
        if (Connection is not null)
        {
            var session = Find(Connection).Session;
            var (settings, signIn) = (this.ApplyTo(session.Defaults.HttpSettings), session.Defaults.SignIn);
            return await OrgTokenCheck.VerifyAsync(
                session, CreateReader(session.Transport, settings, signIn), token, PublicKeyCache.Shared, cancellationToken);
        }

        if (JwksUri is not null)
        {
            var url = SignInValue.PublicUrl(JwksUri, "URL of the keys", "Write it like https://NAME.my.salesforce.com/id/keys.");
            _transport ??= new HttpTransport(this.ApplyTo(new HttpSettings()));
            var reader = CreateReader(_transport, _transport.HttpSettings, new SignInOptions());
            return await JwtVerifier.VerifyAsync(token, async () =>
                (await PublicKeyCache.Shared.FindAsync(reader, url, token.KeyId, token.Algorithm, cancellationToken), Redaction.Url(url)));
        }

        if (JwksPath is not null)
        {
            var path = FullPath(JwksPath);
            _keys ??= await ComputeAsync(() => PublicKeySet.FromFile(path), cancellationToken);
            return await JwtVerifier.VerifyAsync(token, () => Task.FromResult((_keys.Find(token.KeyId, token.Algorithm), path)));
        }

        using var verifier = await CreateVerifierAsync(cancellationToken);
        return verifier is null ? JwtSignature.NotVerified : verifier.Verify(token);
    }

    private PublicJsonReader CreateReader(HttpTransport transport, HttpSettings settings, SignInOptions defaults) => new(transport)
    {
        HttpSettings = settings,
        Timeouts = this.ApplyTo(defaults.Timeouts),
        Retry = this.ApplyTo(defaults.Retry),
        Observer = Observer,
    };

    private async Task<JwtVerifier?> CreateVerifierAsync(CancellationToken cancellationToken)
    {
        if (Certificate is not null)
        {
            return JwtVerifier.Of(Certificate);
        }

        if (CertificatePath is not null)
        {
            var certificatePath = FullPath(CertificatePath);
            using var certificate = await ComputeAsync(() => CertificateReader.FromFile(certificatePath), cancellationToken);
            return JwtVerifier.Of(certificate);
        }

        if (KeyPath is null)
        {
            return null;
        }

        var password = Secret.Reveal(KeyPassword);
        try
        {
            var path = FullPath(KeyPath);
            var choice = new KeyChoice(Thumbprint);
            using var key = await ComputeAsync(() => PrivateKeyReader.FromFile(path, password, choice), cancellationToken);
            return JwtVerifier.Of(key);
        }
        finally
        {
            Array.Clear(password);
        }
    }
}
