using System.Management.Automation;
using SalesforceJwt.Core;
using SalesforceJwt.PS.Connections;
using SalesforceJwt.PS.Transformation;

namespace SalesforceJwt.PS.Base;

/// <summary>A cmdlet that signs in at a login host with an app's consumer key.</summary>
public abstract class SfLoginCmdlet : SfConnectCmdlet
{
    /// <summary>The app's consumer key.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true, HelpMessage = "The app's consumer key. Left out: SF_CLIENT_ID.")]
    [Alias("ConsumerKey")]
    public string? ClientId { get; set; }

    /// <summary>Production or sandbox.</summary>
    [Parameter(HelpMessage = "Production (login.salesforce.com) or Sandbox (test.salesforce.com).")]
    [NoSecret]
    [ValidateSet("Production", "Sandbox")]
    public string? Environment { get; set; }

    /// <summary>A scratch org.</summary>
    [Parameter(HelpMessage = "A scratch org (test.salesforce.com).")]
    public SwitchParameter Scratch { get; set; }

    /// <summary>The login host.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true, HelpMessage = "Login host: a My Domain such as https://NAME.my.salesforce.com. Left out: SF_LOGIN_URL, then Production.")]
    [Alias("Instance")]
    [ValidateNotNullOrEmpty]
    public string? LoginUrl { get; set; }

    /// <summary>The login host that was chosen, else the environment's, else production's.</summary>
    /// <exception cref="SfException">Several were chosen, or it cannot be one.</exception>
    private protected Uri ChooseLoginUrl() => LoginHost.ChooseOrDefault(LoginUrl, Environment, Scratch);
}
