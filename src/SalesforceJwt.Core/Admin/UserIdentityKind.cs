namespace SalesforceJwt.Core.Admin;

/// <summary>The kinds of text that identify users.</summary>
internal enum UserIdentityKind
{
    /// <summary>An id of 15 or 18 characters.</summary>
    Id,

    /// <summary>A username, else an email address, which several users may share.</summary>
    Address,

    /// <summary>An alias, which several users may share.</summary>
    Alias,

    /// <summary>A pattern with <c>*</c> and <c>?</c> for the username, name, email address or alias.</summary>
    Pattern,
}
