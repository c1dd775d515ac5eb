using System.Management.Automation;
using SalesforceJwt.Core.OAuth.Jwt;
using SalesforceJwt.PS.Base;
using SalesforceJwt.PS.Base.Parameters;
using SalesforceJwt.PS.Models;
using SalesforceJwt.PS.Transformation;

namespace SalesforceJwt.PS.Cmdlets.Tokens;

/// <summary>
/// Creates a JWT bearer assertion for use elsewhere, without sending it. Has the parameters of <c>Connect-SfJwt</c> and reads the same
/// environment variables.
/// </summary>
[Cmdlet(VerbsCommon.New, "SfJwt", DefaultParameterSetName = "Environment")]
[OutputType(typeof(SfJwt), typeof(string))]
public sealed partial class NewSfJwtCommand : SfCmdlet, IJwtParameters
{
    /// <summary>Lifetime of the assertion in seconds.</summary>
    [Parameter(
        HelpMessage = "Seconds until the assertion ends, 30 to 300. Salesforce rejects one that ends more than a few minutes from now.")]
    [NoSecret]
    [ValidateRange(30, 300)]
    public int ExpiresInSec { get; set; } = JwtAssertion.DefaultLifetimeSeconds;

    /// <summary>Output as plain text.</summary>
    [Parameter(HelpMessage = "Returns the assertion as plain text. Anyone who sees it can sign in with it until it ends.")]
    public SwitchParameter AsPlainText { get; set; }

    private protected override object? ErrorTarget => Username;

    private protected override async Task ProcessAsync(CancellationToken cancellationToken)
    {
        using var flow = (await this.ToResolver(FullPath).ResolveAsync(cancellationToken)).Flow;
        var token = await flow.CreateAssertionAsync(TimeSpan.FromSeconds(ExpiresInSec), DateTimeOffset.UtcNow, cancellationToken);
        WriteObject(AsPlainText ? token : new SfJwt(token));
    }
}
