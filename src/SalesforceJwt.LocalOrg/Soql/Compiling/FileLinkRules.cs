using SalesforceJwt.LocalOrg.Rest;
using SalesforceJwt.LocalOrg.Soql.Syntax;

namespace SalesforceJwt.LocalOrg.Soql.Compiling;

/// <summary>
/// Salesforce's restrictions of queries for ContentDocumentLink (Object Reference, "ContentDocumentLink": Usage), as for a user without the
/// permission Query All Files.
/// </summary>
internal static class FileLinkRules
{
    /// <exception cref="ApiException">The query is not restricted by id.</exception>
    public static void Check(SoqlQuery query)
    {
        IReadOnlyList<SoqlCondition> parts = query.Where switch
        {
            null => [],
            LogicalCondition { IsAnd: true } and => and.Parts,
            var one => [one],
        };
        if (!parts.Any(IsById))
        {
            throw ApiException.BadRequest(
                "MALFORMED_QUERY",
                "Implementation restriction: ContentDocumentLink requires a filter by a single Id on ContentDocumentId or LinkedEntityId "
                + "using the equals operator or multiple Id's using the IN operator.");
        }

        if (!parts.All(IsById) && !parts.Any(part => part is ComparisonCondition && IsById(part) && Name(part) is "linkedentityid"))
        {
            throw ApiException.BadRequest(
                "MALFORMED_QUERY",
                "Implementation restriction: filtering on non-id fields is only permitted when filtering by "
                + "ContentDocumentLink.LinkedEntityId using the equals operator.");
        }
    }

    private static bool IsById(SoqlCondition part) =>
        Name(part) is "id" or "contentdocumentid" or "linkedentityid"
        && part is ComparisonCondition { Operator: "=", Literal.Value: string } or InCondition { IsNegated: false };

    private static string? Name(SoqlCondition part) =>
        (part is ComparisonCondition comparison ? comparison.Left : (part as InCondition)?.Left) is FieldPath { Segments: [var name] }
            ? name.ToLowerInvariant()
            : null;
}
