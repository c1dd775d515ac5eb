namespace SalesforceJwt.Core.OAuth;

/// <summary>Finds the secrets in the form of a request to a token endpoint.</summary>
internal static class FormSecrets
{
    private static readonly string[] SecretFields =
        ["assertion", "token", "code", "code_verifier", "refresh_token", "client_secret", "password", "subject_token"];

    public static IEnumerable<string> In(KeyValuePair<string, string>[] form) =>
        form.Where(field => SecretFields.Contains(field.Key)).Select(field => field.Value);
}
