using System.Collections;
using System.Management.Automation;
using SalesforceJwt.Core.Ci;
using SalesforceJwt.Core.OAuth;
using SalesforceJwt.PS.Base;
using SalesforceJwt.PS.Models;
using SalesforceJwt.PS.Transformation;

namespace SalesforceJwt.PS.Cmdlets.Connections;

/// <summary>
/// Returns a connection's access token: in a SecureString, as plain text, or as a header for <c>Invoke-RestMethod</c>.
/// Sends nothing unless <c>-Renew</c> requests a new token. In a CI job, <c>-CI</c> has it masked before anything can write it.
/// </summary>
[Cmdlet(VerbsCommon.Get, "SfAccessToken", DefaultParameterSetName = "Secure")]
[OutputType(typeof(SfAccessToken), ParameterSetName = ["Secure"])]
[OutputType(typeof(string), ParameterSetName = ["PlainText"])]
[OutputType(typeof(Hashtable), ParameterSetName = ["Header"])]
public sealed class GetSfAccessTokenCommand : SfConnectionCmdlet
{
    /// <summary>Output as plain text.</summary>
    [Parameter(
        Mandatory = true,
        ParameterSetName = "PlainText",
        HelpMessage = "Returns the token as plain text. Anyone who sees it can use it.")]
    public SwitchParameter AsPlainText { get; set; }

    /// <summary>Output as a hashtable for <c>-Headers</c>.</summary>
    [Parameter(
        Mandatory = true,
        ParameterSetName = "Header",
        HelpMessage = "Returns @{ Authorization = 'Bearer …' }, for Invoke-RestMethod -Headers.")]
    public SwitchParameter AsHeader { get; set; }

    /// <summary>Signs in again first.</summary>
    [Parameter(HelpMessage = "Signs in again first, even if the current token is still valid.")]
    public SwitchParameter Renew { get; set; }

    /// <summary>Makes the CI system mask the token.</summary>
    [Parameter(
        HelpMessage = "Makes the CI system mask the token in the job's log, before it is written anywhere: GitHub Actions, Azure "
            + "Pipelines. Elsewhere it has no effect.")]
    public SwitchParameter CI { get; set; }

    /// <summary>Passes the token to the next steps of the job.</summary>
    [Parameter(
        HelpMessage = "Sets SF_ACCESS_TOKEN and SF_INSTANCE_URL for this process, and for the job's next steps in GitHub Actions and "
            + "Azure Pipelines (there a step reads the token with env: SF_ACCESS_TOKEN: $(SF_ACCESS_TOKEN)); implies -CI.")]
    public SwitchParameter SetEnvironment { get; set; }

    private protected override async Task ProcessAsync(CancellationToken cancellationToken)
    {
        var connection = Find(Connection);
        var token = connection.Session.Token;
        if (Renew)
        {
            token = await connection.Session.RenewAsync(token, Observer, cancellationToken);
        }

        if (CI || SetEnvironment)
        {
            PassToCI(token.AccessToken, connection.InstanceUrl);
        }

        object output = AsPlainText ? token.AccessToken
            : AsHeader ? new Hashtable { ["Authorization"] = "Bearer " + token.AccessToken }
            : new SfAccessToken(Secret.Protect(token.AccessToken), connection, token.TokenType);
        WriteObject(output);
    }

    /// <summary>
    /// Passes the token to the CI system, on the process's standard output: transcripts record what goes through PowerShell's host.
    /// </summary>
    private void PassToCI(string token, string instanceUrl)
    {
        var pipeline = CiPipeline.Detect(Environment.GetEnvironmentVariable);
        pipeline.Mask(token, Console.Out.WriteLine);
        if (SetEnvironment)
        {
            Set(SignInEnvironment.AccessToken, token, isSecret: true);
            Set(SignInEnvironment.InstanceUrl, instanceUrl, isSecret: false);
        }

        void Set(string name, string value, bool isSecret)
        {
            pipeline.SetVariable(name, value, isSecret, Console.Out.WriteLine);
            Environment.SetEnvironmentVariable(name, value);
        }
    }
}
