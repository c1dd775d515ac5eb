using System.Collections;
using System.Management.Automation;
using SalesforceJwt.Core;
using SalesforceJwt.Core.Http;
using SalesforceJwt.Core.OAuth;
using SalesforceJwt.Core.OAuth.Jwt;
using SalesforceJwt.Core.OAuth.Profiles;
using SalesforceJwt.PS.Base;
using SalesforceJwt.PS.Base.Parameters;
using SalesforceJwt.PS.Models;
using SalesforceJwt.PS.Transformation;

namespace SalesforceJwt.PS.Cmdlets.Tokens;

/// <summary>
/// Creates a JWT bearer assertion for use elsewhere, without sending it; or a token with issuer, subject, audience and claims of one's own,
/// which it exchanges at a token endpoint if one is given. Has the parameters of <c>Connect-SfJwt</c> and reads the same environment
/// variables.
/// </summary>
[Cmdlet(VerbsCommon.New, "SfJwt", DefaultParameterSetName = "Environment")]
[OutputType(typeof(SfJwt), typeof(SfTokenAnswer), typeof(string))]
public sealed partial class NewSfJwtCommand : SfCmdlet, IJwtParameters, IHttpParameters
{
    /// <summary>Lifetime of the token in seconds.</summary>
    [Parameter(HelpMessage = "Seconds until the token ends, from 30. At most 300 for a sign-in at Salesforce, else 86400 (a day).")]
    [NoSecret]
    [ValidateRange(30, 86400)]
    public int ExpiresInSec { get; set; } = JwtAssertion.DefaultLifetimeSeconds;

    /// <summary>Further claims.</summary>
    [Parameter(HelpMessage = "Further claims of the token, by name. Their values may be lists and hashtables.")]
    [NoSecret]
    [ValidateNotNull]
    public IDictionary? Claim { get; set; }

    /// <summary>The issuer, if it is not an app.</summary>
    [Parameter(HelpMessage = "The issuer (iss) of a token that is not for a sign-in: no username is needed then. Default: -ClientId.")]
    [ValidateNotNullOrEmpty]
    public string? Issuer { get; set; }

    /// <summary>The subject, if it is not a username.</summary>
    [Parameter(HelpMessage = "The subject (sub), if it is not a Salesforce username. Default: -Username.")]
    [ValidateNotNullOrEmpty]
    public string? Subject { get; set; }

    /// <summary>When it begins to be valid.</summary>
    [Parameter(HelpMessage = "When the token begins to be valid (nbf). Default: none.")]
    [NoSecret]
    public DateTimeOffset? NotBefore { get; set; }

    /// <summary>When it was issued.</summary>
    [Parameter(HelpMessage = "When the token was issued (iat), which some servers require: (Get-Date). Default: none.")]
    [NoSecret]
    public DateTimeOffset? IssuedAt { get; set; }

    /// <summary>The token's own id.</summary>
    [Parameter(HelpMessage = "The token's own id (jti). Default: a new random one.")]
    [ValidateNotNullOrEmpty]
    public string? Id { get; set; }

    /// <summary>The header's key id.</summary>
    [Parameter(HelpMessage = "The id of the key, for the header (kid), as the receiver names it.")]
    [ValidateNotNullOrEmpty]
    public string? KeyId { get; set; }

    /// <summary>Names the certificate in the header.</summary>
    [Parameter(HelpMessage = "Names the certificate of the key in the header (x5t#S256): its SHA-256 thumbprint.")]
    public SwitchParameter IncludeThumbprint { get; set; }

    /// <summary>The token endpoint.</summary>
    [Parameter(HelpMessage = "Exchanges the token at this token endpoint (RFC 7523), and returns its answer.")]
    [ValidateNotNullOrEmpty]
    public string? TokenUrl { get; set; }

    /// <summary>Scopes to ask for.</summary>
    [Parameter(HelpMessage = "Scopes to ask the token endpoint for.")]
    [ValidateNotNullOrEmpty]
    public string[] Scope { get; set; } = [];

    /// <summary>Output as plain text.</summary>
    [Parameter(HelpMessage = "Returns the token as plain text; with -TokenUrl the access token. Anyone who sees it can use it.")]
    public SwitchParameter AsPlainText { get; set; }

    private protected override object? ErrorTarget => Subject ?? Username;

    private protected override async Task ProcessAsync(CancellationToken cancellationToken)
    {
        CheckConflicts();
        var draft = CreateDraft();
        var resolver = this.ToResolver(FullPath);
        using var jwt = await draft.ResolveAsync(resolver, DateTimeOffset.UtcNow, cancellationToken);
        if (draft.TokenUrl is null)
        {
            var token = await jwt.SignAsync(DateTimeOffset.UtcNow, cancellationToken);
            WriteObject(AsPlainText ? token : new SfJwt(token));
            return;
        }

        using var transport = new HttpTransport(this.ApplyTo(new HttpSettings()));
        var options = new SignInOptions { Timeouts = this.ApplyTo(HttpTimeouts.Login), Retry = this.ApplyTo(RetryPolicy.Default) };
        var scope = Scope.Length == 0 ? null : SignInValue.Scope(string.Join(' ', Scope));
        var json = await jwt.ExchangeAsync(transport, draft.TokenUrl, scope, options, Observer, cancellationToken);
        var answer = new SfTokenAnswer(json, draft.TokenUrl, DateTimeOffset.UtcNow);
        WriteObject(AsPlainText ? Secret.RevealText(answer.AccessToken ?? answer.IdToken) : answer);
    }

    private JwtDraft CreateDraft() => new()
    {
        Issuer = Issuer,
        Subject = Subject,
        TokenUrl = TokenUrl is null ? null : SignInValue.TokenUrl(TokenUrl),
        KeyId = KeyId is null ? null : SignInValue.Claim(KeyId, "key id"),
        NamesCertificate = IncludeThumbprint,
        Id = Id is null ? null : SignInValue.Claim(Id, "token's id"),
        IssuedAt = IssuedAt,
        NotBefore = NotBefore,
        Lifetime = TimeSpan.FromSeconds(ExpiresInSec),
        Claims = OwnClaims.Write(Claim),
    };

    private void CheckConflicts()
    {
        var both = Issuer is not null && ClientId is not null ? "-Issuer and -ClientId"
            : Subject is not null && Username is not null ? "-Subject and -Username"
            : null;
        if (both is not null)
        {
            throw new SfException(
                SfErrorKind.ArgumentConflict, $"Both {both} were given, and a token contains only one of them.", "Give one of them.");
        }

        if (Scope.Length > 0 && TokenUrl is null)
        {
            throw new SfException(
                SfErrorKind.ArgumentConflict, "-Scope was given without -TokenUrl: a scope is requested when a token is exchanged.",
                "Add -TokenUrl; or put it into the token: -Claim @{ scope = '…' }.");
        }
    }
}
