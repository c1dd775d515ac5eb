using System.Management.Automation;
using System.Management.Automation.Runspaces;
using SalesforceJwt.Core.OAuth;
using SalesforceJwt.PS.Base;

namespace SalesforceJwt.PS.Connections;

/// <summary>
/// Signs in as the environment says, for a session without a connection: scripts and CI jobs that set the SF_ variables need no
/// Connect-Sf… line.
/// </summary>
internal static class EnvironmentSignIn
{
    // The first whose variables are all set. A profile is named on purpose; a token comes after a key, which can renew it.
    private static readonly (string Command, string[] Variables)[] Ways =
    [
        ("Connect-SfJwt -Profile $env:SF_PROFILE", [SignInEnvironment.Profile]),
        ("Connect-SfJwt", [SignInEnvironment.ClientId, SignInEnvironment.Username, SignInEnvironment.Key]),
        ("Connect-SfJwt", [SignInEnvironment.ClientId, SignInEnvironment.Username, SignInEnvironment.KeyFile]),
        ("Connect-SfToken", [SignInEnvironment.AccessToken, SignInEnvironment.InstanceUrl]),
        ("Connect-SfAuthUrl", [SignInEnvironment.AuthUrl]),
        ("Connect-SfRefreshToken", [SignInEnvironment.ClientId, SignInEnvironment.RefreshToken]),
        ("Connect-SfClientCredential", [SignInEnvironment.ClientId, SignInEnvironment.ClientSecret]),
    ];

    /// <summary>Runs the command that the variables name, if they name one. Its connection becomes the default.</summary>
    /// <param name="cmdlet">The cmdlet that needs a connection, on the pipeline thread.</param>
    public static void Run(PSCmdlet cmdlet)
    {
        var (command, variables) = Array.Find(Ways, way => Array.TrueForAll(way.Variables, v => SignInEnvironment.Get(v) is not null));
        if (command is null)
        {
            return;
        }

        HttpObserver.WriteVerbose(cmdlet, $"There is no connection: {command} signs in with {string.Join(", ", variables)}.");
        try
        {
            cmdlet.InvokeCommand.InvokeScript(
                $"$null = SalesforceJwt.PS\\{command} -ErrorAction Stop", useNewScope: true, PipelineResultTypes.None, input: null);
        }
        catch (RuntimeException e) when (e is not PipelineStoppedException)
        {
            cmdlet.ThrowTerminatingError(e.ErrorRecord);
        }
    }
}
