using System.Text.Json;
using SalesforceJwt.Core.Apps;
using SalesforceJwt.Core.Http;
using SalesforceJwt.Core.Query;

namespace SalesforceJwt.Core.Admin;

/// <summary>Finds out which apps users may authorize themselves, without an administrator.</summary>
internal sealed class AppPolicies(LookUp query, IHttpObserver? observer = null)
{
    private const string ConnectedAppPrefix = "0H4";
    private const string ExternalClientAppPrefix = "0xI";

    /// <summary>Reads the policies of apps. Other apps than connected apps and external client apps have none.</summary>
    public async Task<IEnumerable<AccessTarget>> CompleteAsync(IReadOnlyList<AccessTarget> apps, CancellationToken cancellationToken)
    {
        List<(string AppId, bool? IsSelfAuthorized)> policies =
        [
            .. await ReadAsync(
                ConnectedAppPrefix,
                "SELECT Id, OptionsAllowAdminApprovedUsersOnly FROM ConnectedApplication WHERE Id IN ",
                "Id",
                static row => !row.Flag("OptionsAllowAdminApprovedUsersOnly")).ConfigureAwait(false),
            .. await ReadAsync(
                ExternalClientAppPrefix,
                "SELECT ExternalClientApplicationId, PermittedUsersPolicyType FROM ExtlClntAppOauthPlcyCnfg "
                    + "WHERE ExternalClientApplicationId IN ",
                "ExternalClientApplicationId",
                static row => AppSettings.ParsePermittedUsers(row.Text("PermittedUsersPolicyType")) is { } permitted
                    ? permitted == SfPermittedUsers.AllSelfAuthorized : null).ConfigureAwait(false),
        ];
        var known = policies.DistinctBy(policy => policy.AppId).ToDictionary(policy => policy.AppId, policy => policy.IsSelfAuthorized);
        return apps.Select(app => HasPolicy(app.Key, ConnectedAppPrefix) || HasPolicy(app.Key, ExternalClientAppPrefix)
            ? app with { IsSelfAuthorized = known.GetValueOrDefault(app.Key) } : app);

        async Task<List<(string, bool?)>> ReadAsync(string prefix, string soql, string idField, Func<JsonElement, bool?> read)
        {
            try
            {
                return await query.SelectInAsync(
                    apps.Select(app => app.Key).Where(id => HasPolicy(id, prefix)),
                    ids => soql + ids,
                    row => (row.RequiredText(idField), read(row)),
                    cancellationToken).ConfigureAwait(false);
            }
            catch (SfRestException e) when (AdminErrors.IsHidden(e) || e.ErrorCode == "INVALID_FIELD")
            {
                observer?.OnNote($"Whether users may authorize apps themselves is not known: {e.Message}");
                return [];
            }
        }
    }

    private static bool HasPolicy(string appId, string prefix) => appId.StartsWith(prefix, StringComparison.Ordinal);
}
