namespace SalesforceJwt.LocalOrg.Soql.Execution;

/// <summary>What a cached result of a query depends on, besides the records.</summary>
/// <param name="Text">The query.</param>
/// <param name="WithDeleted">Whether records in the recycle bin are included.</param>
/// <param name="PageSize">Rows of a page.</param>
/// <param name="UserId">The user who runs it: users may read different records.</param>
internal sealed record QueryKey(string Text, bool WithDeleted, int PageSize, string UserId);
