namespace SalesforceJwt.Core.OAuth;

/// <summary>Checks what people copy and paste into a sign-in, before it costs an attempt.</summary>
public static class SignInValue
{
    /// <summary>A consumer key without the white space around it.</summary>
    /// <param name="value">What the user gave.</param>
    /// <exception cref="SfException"><see cref="SfErrorKind.ClientIdInvalid"/>.</exception>
    public static string ClientId(string? value) =>
        OneWord(value, SfErrorKind.ClientIdInvalid, "client id (consumer key)", "Copy the consumer key from the app's OAuth settings in Setup.");

    /// <summary>A username without the white space around it.</summary>
    /// <param name="value">What the user gave.</param>
    /// <exception cref="SfException"><see cref="SfErrorKind.UsernameInvalid"/>.</exception>
    public static string Username(string? value) =>
        OneWord(value, SfErrorKind.UsernameInvalid, "username", "Give the Salesforce username, which looks like an e-mail address: ci@example.com.");

    /// <summary>A secret without the white space that files and CI variables leave around it.</summary>
    /// <param name="value">What the user gave.</param>
    /// <param name="what">Its name.</param>
    /// <exception cref="SfException"><see cref="SfErrorKind.ValueMissing"/>.</exception>
    public static string Secret(string? value, string what) =>
        OneWord(value, SfErrorKind.ValueMissing, what, "Copy it whole, on one line.");

    private static string OneWord(string? value, SfErrorKind kind, string what, string remedy)
    {
        var trimmed = value?.Trim();
        return string.IsNullOrEmpty(trimmed) ? throw new SfException(kind, $"The {what} is empty.", remedy)
            : trimmed.Any(c => char.IsWhiteSpace(c) || char.IsControl(c)) ? throw new SfException(kind, $"The {what} holds white space in the middle.", remedy)
            : trimmed;
    }
}
