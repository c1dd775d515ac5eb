using System.Management.Automation;
using SalesforceJwt.PS.Transformation;

namespace SalesforceJwt.PS.Base.Parameters;

/// <summary>The app and the login host of a sign-in.</summary>
internal interface ILoginParameters
{
    /// <summary>The app's consumer key.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true, HelpMessage = "The app's consumer key. Default: SF_CLIENT_ID.")]
    [Alias("ConsumerKey")]
    string? ClientId { get; set; }

    /// <summary>The login host.</summary>
    [Parameter(
        ValueFromPipelineByPropertyName = true,
        HelpMessage = "Login host: a My Domain such as https://NAME.my.salesforce.com. Default: SF_LOGIN_URL, then Production.")]
    [Alias("Instance")]
    [ValidateNotNullOrEmpty]
    string? LoginUrl { get; set; }

    /// <summary>Production or sandbox.</summary>
    [Parameter(HelpMessage = "Production (login.salesforce.com) or Sandbox (test.salesforce.com).")]
    [NoSecret]
    [ValidateSet("Production", "Sandbox")]
    string? Environment { get; set; }

    /// <summary>A scratch org.</summary>
    [Parameter(HelpMessage = "A scratch org (test.salesforce.com).")]
    SwitchParameter Scratch { get; set; }
}
