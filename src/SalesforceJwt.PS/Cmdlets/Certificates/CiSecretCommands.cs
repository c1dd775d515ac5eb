namespace SalesforceJwt.PS.Cmdlets.Certificates;

/// <summary>
/// The commands that store a secret in a CI system. Each takes the value from a command's output, through standard input or an
/// environment variable: what stands on a command line can be read by others and stays in the history.
/// </summary>
/// <param name="Name">The secret's name.</param>
/// <param name="Command">The command that writes the key's line.</param>
/// <param name="PasswordName">The name of the password's secret; null where there is none.</param>
internal sealed record CiSecretCommands(string Name, string Command, string? PasswordName)
{
    private const string AzureVariable = "AZURE_DEVOPS_EXT_PIPELINE_VAR_";

    // gh and glab strip the newline that PowerShell sends after the value.
    public string GitHub => Both((name, command) => $"{command} | gh secret set {name}");

    // GitLab masks one line of at least eight characters, which base64 always is. Raw, so that a $ in a password stays one.
    public string GitLab => Both((name, command) => $"{command} | glab variable set {name} --masked --raw");

    public string AzurePipelines => Both((name, command) =>
        $"$env:{AzureVariable}{name} = {command}\n"
        + $"az pipelines variable create --pipeline-name PIPELINE --name {name} --secret true\n"
        + $"Remove-Item Env:{AzureVariable}{name}");

    public string Jenkins => Both((name, command) =>
        "\"<org.jenkinsci.plugins.plaincredentials.impl.StringCredentialsImpl>"
        + $"<scope>GLOBAL</scope><id>{name}</id><secret>$([Security.SecurityElement]::Escape(({command})))</secret>"
        + "</org.jenkinsci.plugins.plaincredentials.impl.StringCredentialsImpl>\" |\n"
        + "    java -jar jenkins-cli.jar -s $env:JENKINS_URL create-credentials-by-xml system::system::jenkins _");

    private string Both(Func<string, string, string> store) =>
        PasswordName is null
            ? store(Name, Command) : $"{store(Name, Command)}\n{store(PasswordName, "Read-Host -MaskInput " + PasswordName)}";
}
