using SalesforceJwt.Core.Http;
using SalesforceJwt.Core.Security;

namespace SalesforceJwt.Core.OAuth.Exchange;

/// <summary>
/// The OpenID Connect token that GitLab puts into a variable of the job (GitLab Docs: "OpenID Connect (OIDC) Authentication Using ID
/// Tokens"). There is one for the whole job, valid as long as the job may run: each sign-in reads the variable again.
/// </summary>
internal sealed class GitLabToken : ISubjectTokenSource
{
    /// <summary>The variable that is read unless another one is named.</summary>
    public const string DefaultVariable = "SALESFORCE_ID_TOKEN";

    private readonly string _variable;
    private readonly PipelineEnvironment _environment;

    /// <summary>Names the variable.</summary>
    /// <param name="variable">The variable, as the job's <c>id_tokens</c> names it.</param>
    /// <param name="getVariable">Reads an environment variable; null if it is missing or blank.</param>
    /// <exception cref="SfException"><see cref="SfErrorKind.NameInvalid"/>: it is not the name of a variable.</exception>
    public GitLabToken(string variable, Func<string, string?> getVariable)
    {
        _variable = SignInValue.Clean(variable);
        if (_variable.Length == 0
            || SecretText.Detect(_variable) is not null
            || !_variable.All(c => char.IsAsciiLetterOrDigit(c) || c == '_'))
        {
            throw new SfException(
                SfErrorKind.NameInvalid,
                $"{SecretText.Quote(variable)} is not the name of an environment variable.",
                $"Give the name that the job's id_tokens has, such as {DefaultVariable}, not its value.");
        }

        _environment = new PipelineEnvironment("GitLab CI", getVariable, new Advice(
            $"The job in .gitlab-ci.yml needs 'id_tokens: {_variable}: aud: https://NAME.my.salesforce.com', with the audience that the "
                + "org's handler expects."));
    }

    /// <inheritdoc/>
    public string Credential => _environment.Secret(_variable);

    /// <inheritdoc/>
    public Task<string> GetAsync(
        HttpTransport transport, SignInOptions options, IHttpObserver? observer, CancellationToken cancellationToken) =>
        Task.FromResult(Credential);

    /// <inheritdoc/>
    public void Dispose()
    {
        // It keeps no secret.
    }
}
