namespace SalesforceJwt.Core.Admin;

/// <summary>A change to a user, and what became of it.</summary>
/// <param name="User">The user.</param>
/// <param name="Change">The change, as users see it: <c>Freeze</c>.</param>
/// <param name="Outcome">Whether it was made.</param>
/// <param name="Error">Why it failed; null if it did not.</param>
internal sealed record UserChange(SfUserAccount User, string Change, SfChangeOutcome Outcome, SfException? Error = null)
{
    /// <summary>Whether it was not tried, because of an error that ends the whole work; that is reported once.</summary>
    public bool WasStopped { get; init; }

    /// <summary>The change as cmdlets return it.</summary>
    public SfUserChange ToModel() => new(User.UserId, User.Username, Change, Outcome) { Error = Error?.Message };
}
