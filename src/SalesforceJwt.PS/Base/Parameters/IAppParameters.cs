using System.Management.Automation;
using SalesforceJwt.PS.Completion;
using SalesforceJwt.PS.Transformation;

namespace SalesforceJwt.PS.Base.Parameters;

/// <summary>The settings of an external client app.</summary>
internal interface IAppParameters
{
    /// <summary>OAuth scopes.</summary>
    [Parameter(HelpMessage = "OAuth scopes, all of them. Default of a new app: api, refresh_token.")]
    [ArgumentCompleter(typeof(ScopeCompleter))]
    [NoSecret]
    [ValidateNotNullOrEmpty]
    string[]? Scope { get; set; }

    /// <summary>Where browsers return to.</summary>
    [Parameter(HelpMessage = "Callback URLs, all of them. Default of a new app: http://localhost:1717/OauthRedirect.")]
    [NoSecret]
    [ValidateNotNullOrEmpty]
    string[]? CallbackUrl { get; set; }

    /// <summary>The flows.</summary>
    [Parameter(HelpMessage = "Flows, all of them: Jwt, Web, Device, ClientCredential. Default of a new app: Jwt.")]
    [NoSecret]
    [ValidateNotNullOrEmpty]
    SfAppFlow[]? Flow { get; set; }

    /// <summary>The app's label.</summary>
    [Parameter(HelpMessage = "Label of the app. Default of a new app: its name.")]
    [NoSecret]
    [ValidateNotNullOrEmpty]
    string? Label { get; set; }

    /// <summary>Who takes care of the app.</summary>
    [Parameter(HelpMessage = "E-mail address of the app's contact. Default of a new app: that of the connection's user.")]
    [NoSecret]
    [ValidateNotNullOrEmpty]
    string? ContactEmail { get; set; }

    /// <summary>Test classes.</summary>
    [Parameter(HelpMessage = "Test classes to run, where a production org demands tests with each deployment.")]
    [NoSecret]
    [ValidateNotNullOrEmpty]
    string[] RunTest { get; set; }
}
