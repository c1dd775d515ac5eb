using System.Management.Automation;
using SalesforceJwt.Core.OAuth.Jwt;
using SalesforceJwt.Core.OAuth.Profiles;
using SalesforceJwt.PS.Base;
using SalesforceJwt.PS.Base.Parameters;
using SalesforceJwt.PS.Connections;
using SalesforceJwt.PS.Models;
using SalesforceJwt.PS.Transformation;

namespace SalesforceJwt.PS.Cmdlets.Tokens;

/// <summary>
/// Makes a JWT bearer assertion for use elsewhere, and sends it nowhere. Has the parameters of <c>Connect-SfJwt</c> and reads the same
/// environment variables.
/// </summary>
[Cmdlet(VerbsCommon.New, "SfJwt", DefaultParameterSetName = "Environment")]
[OutputType(typeof(SfJwt), typeof(string))]
public sealed partial class NewSfJwtCommand : SfCmdlet, IJwtParameters
{
    /// <summary>How long it is valid.</summary>
    [Parameter(HelpMessage = "Seconds until the assertion ends, 30 to 300. Salesforce refuses what ends later than some minutes from now.")]
    [NoSecret]
    [ValidateRange(30, 300)]
    public int ExpiresInSec { get; set; } = JwtAssertion.DefaultLifetimeSeconds;

    /// <summary>Gives the bare assertion.</summary>
    [Parameter(HelpMessage = "Gives the assertion as plain text. Whoever sees it can sign in with it until it ends.")]
    public SwitchParameter AsPlainText { get; set; }

    private protected override object? ErrorTarget => Username;

    private protected override async Task ProcessAsync(CancellationToken cancellationToken)
    {
        var resolver = new JwtSignInResolver(this.ToValues())
        {
            ResolvePath = FullPath,
            ReadVault = location => SecretVault.Read(InvokeCommand, location),
        };
        using var flow = (await resolver.ResolveAsync(cancellationToken)).Flow;
        var token = flow.CreateAssertion(TimeSpan.FromSeconds(ExpiresInSec), DateTimeOffset.UtcNow);
        WriteObject(AsPlainText ? token : new SfJwt(token));
    }
}
