using System.Management.Automation;

namespace SalesforceJwt.PS.Base.Parameters;

/// <summary>Whether a sign-in takes its token of the token cache, and keeps it there.</summary>
internal interface ITokenCacheParameters
{
    /// <summary>Uses the token cache.</summary>
    [Parameter(HelpMessage = "Takes the access token of the token cache, and keeps a new one there for other processes. "
        + "Default: the profile's setting, or SF_TOKEN_CACHE=1; else off.")]
    SwitchParameter UseTokenCache { get; set; }
}
