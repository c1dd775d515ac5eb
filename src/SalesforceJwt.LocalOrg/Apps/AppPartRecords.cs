using SalesforceJwt.LocalOrg.Data;

namespace SalesforceJwt.LocalOrg;

/// <summary>The records of an external client app's components, by which clients read them.</summary>
internal sealed class AppPartRecords(Org org)
{
    private Schema Schema => org.Schema;

    /// <summary>Writes the record of the app, and returns its id.</summary>
    public string SaveApp(ExternalClientApp app, string userId) => Save(Schema.ExternalClientApplication, app.RecordId, userId, record =>
    {
        record["DeveloperName"] = app.DeveloperName;
        record["MasterLabel"] = app.Label;
        record["ContactEmail"] = app.Header.Text("contactEmail");
        record["ContactPhone"] = app.Header.Text("contactPhone");
        record["Description"] = app.Header.Text("description");
        record["DistributionState"] = app.Header.Value("distributionState");
        record["IconUrl"] = app.Header.Text("iconUrl");
        record["InfoUrl"] = app.Header.Text("infoUrl");
        record["LogoUrl"] = app.Header.Text("logoUrl");
        record["OrgScopedExternalApp"] = app.Header.Text("orgScopedExternalApp") ?? $"{org.Id}:{app.DeveloperName}";
    });

    /// <summary>Writes the records of the components. The global settings have none in Salesforce.</summary>
    public void SaveParts(ExternalClientApp app, string userId)
    {
        var settings = SavePart(Schema.OauthSettings, app, app.OauthSettings, userId, (record, part) =>
        {
            var scopes = AppScopes.FieldsOf(part.Document);
            foreach (var field in AppScopes.Fields)
            {
                record[field] = scopes.Contains(field);
            }

            record["OauthLink"] = $"{org.Id}:{CredentialEndpoints.ConsumerIdOf(app.RecordId)}";
            record["SingleLogoutUrl"] = part.Document.Text("singleLogoutUrl");
            record["ExtlClntAppOauthOptionsFirstPartyAppEnabled"] = part.Document.Flag("isFirstPartyAppEnabled");
        });
        SavePart(Schema.OauthPolicies, app, app.OauthPolicies, userId, (record, part) => FillOauthPolicies(record, part, settings));
        SavePart(Schema.Policies, app, app.Policies, userId, (record, part) =>
        {
            record["IsEnabled"] = part.Document.Flag("isEnabled");
            record["OauthPluginStatus"] = part.Document.Flag("isOauthPluginEnabled") ? "Enabled" : "Disabled";
            record["StartPage"] = part.Document.Value("startPage");
            record["StartUrl"] = part.Document.Text("startUrl");
        });
    }

    /// <summary>Removes the records of the components.</summary>
    public void RemoveParts(string appId)
    {
        foreach (var type in new[] { Schema.OauthSettings, Schema.OauthPolicies, Schema.Policies })
        {
            Find(type, appId).ForEach(org.Records.Erase);
        }
    }

    private static void FillOauthPolicies(Record record, AppPart part, string? settingsId)
    {
        var policies = part.Document;
        record["RefreshTokenPolicyType"] = policies.Value("refreshTokenPolicyType");
        record["RefreshTokenValidityPeriod"] = policies.Number("refreshTokenValidityPeriod");
        record["RefreshTokenValidityUnit"] = policies.Text("refreshTokenValidityUnit");
        record["IpRelaxationPolicyType"] = policies.Value("ipRelaxationPolicyType") switch
        {
            "Enforce_RelaxRefresh" => "Enforce_relaxrefresh",
            var given => given,
        };
        record["PermittedUsersPolicyType"] = policies.Value("permittedUsersPolicyType");
        record["SessionTimeoutInMinutes"] = policies.Number("sessionTimeoutInMinutes");
        record["RequiredSessionLevel"] = policies.Value("requiredSessionLevel");
        record["PolicyAction"] = policies.Text("policyAction");
        record["ExtlClntAppOauthSettingsId"] = settingsId;
        record["IsClientCredentialsFlowEnabled"] = policies.Flag("isClientCredentialsFlowEnabled");
        record["ClientCredentialsFlowUser"] = policies.Text("clientCredentialsFlowUser");
        record["SingleLogoutUrl"] = policies.Text("singleLogoutUrl");
        record["StartUrl"] = policies.Text("startUrl");
        record["IsTokenExchangeFlowEnabled"] = policies.Flag("isTokenExchangeFlowEnabled");
        record["IsGuestCodeCredFlowEnabled"] = policies.Flag("isGuestCodeCredFlowEnabled");
    }

    /// <summary>Writes or removes the record of a component, and returns its id.</summary>
    private string? SavePart(SObjectType type, ExternalClientApp app, AppPart? part, string userId, Action<Record, AppPart> fill)
    {
        var existing = Find(type, app.RecordId).FirstOrDefault();
        if (part is null)
        {
            if (existing is not null)
            {
                org.Records.Erase(existing);
            }

            return null;
        }

        return Save(type, existing?.Id ?? "", userId, record =>
        {
            record["DeveloperName"] = part.FullName;
            record["MasterLabel"] = part.Document.Text("label") ?? part.FullName;
            record["ExternalClientApplicationId"] = app.RecordId;
            fill(record, part);
        });
    }

    private string Save(SObjectType type, string id, string userId, Action<Record> fill) => id.Length == 0
        ? org.Records.Insert(type, fill, userId).Id
        : org.Records.Update(org.Records.Find(type, id)!, fill, userId).Id;

    private List<Record> Find(SObjectType type, string appId) =>
        org.Records.FindBy(type.Find("ExternalClientApplicationId")!, type, appId);
}
