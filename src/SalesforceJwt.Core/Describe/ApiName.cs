namespace SalesforceJwt.Core.Describe;

/// <summary>API names of objects and fields.</summary>
internal static class ApiName
{
    /// <summary>Requires a name that can stand in a path, as <c>Contact</c> and <c>External_Id__c</c> can.</summary>
    /// <param name="name">The name.</param>
    /// <param name="what">What it names: an object, a field.</param>
    /// <exception cref="SfException"><see cref="SfErrorKind.NameInvalid"/>.</exception>
    public static string Require(string name, string what)
    {
        return IsValid(name)
            ? name
            : throw new SfException(
                SfErrorKind.NameInvalid,
                $"'{name}' is not the API name of {what}.",
                "API names have letters, digits and underscores: Contact, Invoice__c. Labels with spaces are not API names.");
    }

    /// <summary>Whether a text can be the API name of an object or a field.</summary>
    public static bool IsValid(string name) =>
        name.Length > 0 && char.IsAsciiLetter(name[0]) && name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_');
}
