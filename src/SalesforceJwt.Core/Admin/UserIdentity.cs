using SalesforceJwt.Core.Records;
using SalesforceJwt.Core.Security;

namespace SalesforceJwt.Core.Admin;

/// <summary>A text that identifies users: an id, a username, an email address, an alias, or a pattern with wildcards.</summary>
/// <param name="Text">The text.</param>
/// <param name="Kind">What it is.</param>
internal sealed record UserIdentity(string Text, UserIdentityKind Kind)
{
    private const string KeyPrefix = "005";

    /// <summary>Reads a text.</summary>
    /// <exception cref="SfException"><see cref="SfErrorKind.ValueMissing"/>, <see cref="SfErrorKind.IdInvalid"/> or
    /// <see cref="SfErrorKind.UserNotFound"/>: it cannot identify a user.</exception>
    public static UserIdentity Parse(string? value)
    {
        var text = value?.Trim() ?? string.Empty;
        if (text.Length == 0)
        {
            throw new SfException(
                SfErrorKind.ValueMissing, "The name of the user is empty.", "Give a username, an id, an email address or an alias.");
        }

        if (NamePatterns.IsPattern(text))
        {
            return new UserIdentity(text, UserIdentityKind.Pattern);
        }

        if (text.Contains('@', StringComparison.Ordinal))
        {
            return new UserIdentity(text, UserIdentityKind.Address);
        }

        // Aliases have at most eight characters.
        if (text.Length is not (15 or 18))
        {
            return new UserIdentity(text, UserIdentityKind.Alias);
        }

        return RecordId.Check(text) is { } fault ? throw fault
            : text.StartsWith(KeyPrefix, StringComparison.Ordinal) ? new UserIdentity(text, UserIdentityKind.Id)
            : throw new SfException(
                SfErrorKind.UserNotFound,
                $"{SecretText.Quote(text)} is not the id of a user: ids of users begin with {KeyPrefix}.",
                "Give a username, an id, an email address or an alias.");
    }

    /// <summary>The text, safe to be shown.</summary>
    public override string ToString() => SecretText.Quote(Text);
}
