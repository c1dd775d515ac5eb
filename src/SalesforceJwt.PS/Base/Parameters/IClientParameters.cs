using System.Management.Automation;
using System.Security;
using SalesforceJwt.PS.Transformation;

namespace SalesforceJwt.PS.Base.Parameters;

/// <summary>An app that may have a consumer secret, and the login host.</summary>
internal interface IClientParameters : ILoginParameters
{
    /// <summary>The app's consumer secret.</summary>
    [Parameter(HelpMessage = "The app's consumer secret, where the app demands it. Default: SF_CLIENT_SECRET, then none.")]
    [Alias("ConsumerSecret")]
    [SecretTransformation]
    [ValidateNotNull]
    SecureString? ClientSecret { get; set; }
}
