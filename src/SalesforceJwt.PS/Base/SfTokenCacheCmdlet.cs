using System.Management.Automation;
using SalesforceJwt.Core.OAuth.TokenCache;
using SalesforceJwt.PS.Transformation;

namespace SalesforceJwt.PS.Base;

/// <summary>A cmdlet for entries of the token cache: all, or those of a user, host or app.</summary>
public abstract class SfTokenCacheCmdlet : SfCmdlet
{
    /// <summary>The user.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true, HelpMessage = "Only tokens of this user.")]
    [NoSecret]
    [ValidateNotNullOrEmpty]
    public string? Username { get; set; }

    /// <summary>The login host.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true, HelpMessage = "Only tokens of this login host.")]
    [NoSecret]
    [ValidateNotNullOrEmpty]
    public string? LoginUrl { get; set; }

    /// <summary>The app's consumer key.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true, HelpMessage = "Only tokens of the app with this consumer key.")]
    [Alias("ConsumerKey")]
    [NoSecret]
    [ValidateNotNullOrEmpty]
    public string? ClientId { get; set; }

    private protected override object? ErrorTarget => Username ?? LoginUrl ?? ClientId;

    private protected TokenCacheFolder Folder => TokenCacheFolder.OfUser(FullPath);

    /// <summary>The entries that are meant.</summary>
    private protected List<SfTokenCacheEntry> Find() =>
        Folder.Find(Username, LoginUrl is null ? null : Core.OAuth.LoginUrl.Parse(LoginUrl), ClientId);
}
