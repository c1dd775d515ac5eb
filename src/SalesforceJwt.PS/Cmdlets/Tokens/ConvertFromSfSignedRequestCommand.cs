using System.Management.Automation;
using System.Security;
using SalesforceJwt.Core;
using SalesforceJwt.PS.Base;
using SalesforceJwt.PS.Models;
using SalesforceJwt.PS.Transformation;

namespace SalesforceJwt.PS.Cmdlets.Tokens;

/// <summary>
/// Verifies and decodes the signed request that Salesforce posts to a Canvas app. A request that fails verification causes an error, and
/// none of its contents are shown.
/// </summary>
[Cmdlet(VerbsData.ConvertFrom, "SfSignedRequest", DefaultParameterSetName = "Object")]
[OutputType(typeof(SfSignedRequest), ParameterSetName = ["Object"])]
[OutputType(typeof(string), ParameterSetName = ["PlainText"])]
public sealed class ConvertFromSfSignedRequestCommand : SfCmdlet
{
    /// <summary>The signed request.</summary>
    [Parameter(
        Mandatory = true,
        Position = 0,
        ValueFromPipeline = true,
        HelpMessage = "The signed request: the value of the posted form field signed_request.")]
    [SecretTransformation]
    [ValidateNotNull]
    public SecureString SignedRequest { get; set; } = new();

    /// <summary>The app's consumer secret.</summary>
    [Parameter(Mandatory = true, Position = 1, HelpMessage = "The app's consumer secret.")]
    [Alias("ClientSecret")]
    [SecretTransformation]
    [ValidateNotNull]
    public SecureString ConsumerSecret { get; set; } = new();

    /// <summary>Output as plain text: only the access token.</summary>
    [Parameter(
        Mandatory = true,
        ParameterSetName = "PlainText",
        HelpMessage = "Returns only the user's access token, as plain text. Anyone who sees it can use it.")]
    public SwitchParameter AsPlainText { get; set; }

    private protected override Task ProcessAsync(CancellationToken cancellationToken)
    {
        var (text, secret) = (Secret.Reveal(SignedRequest), Secret.Reveal(ConsumerSecret));
        try
        {
            var request = Core.Canvas.SignedRequest.Read(text, secret);
            WriteObject(AsPlainText ? request.AccessToken : new SfSignedRequest(request));
        }
        catch (SfException e) when (e.Kind == SfErrorKind.SignedRequestInvalid)
        {
            WriteError(e, null);
        }
        finally
        {
            Array.Clear(text);
            Array.Clear(secret);
        }

        return Task.CompletedTask;
    }
}
