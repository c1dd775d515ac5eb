using SalesforceJwt.LocalOrg.Data;
using SalesforceJwt.LocalOrg.Rest;
using SalesforceJwt.LocalOrg.Soql.Compiling;
using SalesforceJwt.LocalOrg.Soql.Parsing;

namespace SalesforceJwt.LocalOrg.Soql.Execution;

/// <summary>Runs queries on the records of the org.</summary>
internal sealed class QueryExecutor(Org org)
{
    /// <summary>Runs a query.</summary>
    /// <param name="text">The query.</param>
    /// <param name="withDeleted">Whether records in the recycle bin are included.</param>
    /// <param name="user">The user who runs it; null for one who may read everything.</param>
    /// <param name="isTooling">Whether only objects of the Tooling API can be queried.</param>
    /// <exception cref="Rest.ApiException">The query is malformed, or an object or field does not exist.</exception>
    public QueryResult Execute(string text, bool withDeleted, OrgUser? user, bool isTooling = false)
    {
        var query = SoqlParser.Parse(text);
        Func<SObjectType, Func<Record, bool>?>? visible = user is null ? null : one => SetupPermissions.VisibleTo(user, one);
        return org.Schema.Find(query.From.Value) is { } type
            && (isTooling ? type.IsTooling : !type.IsToolingOnly)
            && (user is null || SetupPermissions.CanQuery(user, type))
            ? new QueryCompiler(org.Records, withDeleted, visible).Run(query, type)
            : throw SoqlError.NoSuchType(text, query.From.Position, query.From.Value);
    }
}
