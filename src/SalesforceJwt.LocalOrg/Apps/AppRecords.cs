using SalesforceJwt.LocalOrg.Data;

namespace SalesforceJwt.LocalOrg;

/// <summary>The records of apps, and the access of permission sets to them, which decides who may sign in.</summary>
internal sealed class AppRecords(RecordStore records, LocalOrgOptions options)
{
    private readonly Lock _gate = new();

    private Schema Schema => records.Schema;

    /// <summary>Writes name and policy of an app to its record. Those of a deployed app are written by its deploy.</summary>
    public void Save(ConnectedApp app)
    {
        if (app.Deployed is not null)
        {
            return;
        }

        var type = app.Kind == AppKind.ConnectedApp ? Schema.ConnectedApplication : Schema.ExternalClientApplication;
        lock (_gate)
        {
            if (app.RecordId.Length > 0 && Schema.FindById(app.RecordId) is { } former && former != type)
            {
                Delete(app.RecordId);
                app.RecordId = "";
            }

            app.RecordId = app.RecordId.Length == 0
                ? records.Insert(type, record => Fill(record, app)).Id
                : records.Update(records.Find(type, app.RecordId)!, record => Fill(record, app)).Id;
        }
    }

    /// <summary>Deletes the record of an app, and all access to it.</summary>
    public void Delete(string recordId)
    {
        foreach (var access in AccessTo(recordId))
        {
            records.Erase(access);
        }

        if (Schema.FindById(recordId) is { } type && records.Find(type, recordId) is { } record)
        {
            records.Erase(record);
        }
    }

    /// <summary>Gives permission sets access to an app.</summary>
    /// <param name="recordId">The app's record.</param>
    /// <param name="permissionSets">Ids of permission sets, those of profiles included.</param>
    /// <param name="replaces">Whether other permission sets lose it.</param>
    public void SetAccess(string recordId, IReadOnlyCollection<string> permissionSets, bool replaces)
    {
        var existing = AccessTo(recordId);
        foreach (var access in existing.Where(access => replaces && !permissionSets.Contains((string)access["ParentId"]!)))
        {
            records.Erase(access);
        }

        foreach (var id in permissionSets.Where(id => !existing.Exists(access => id.Equals(access["ParentId"]))))
        {
            records.Insert(Schema.SetupEntityAccess, record =>
            {
                record["ParentId"] = id;
                record["SetupEntityId"] = recordId;
            });
        }
    }

    /// <summary>Whether a permission set of the user, or the profile, has access to the app.</summary>
    public bool HasAccess(ConnectedApp app, OrgUser user)
    {
        var latest = records.Now - options.Metadata.ApprovalDelay;
        var allowed = AccessTo(app.RecordId).Where(access => IsBefore(access, latest)).Select(access => access["ParentId"]).ToHashSet();
        return allowed.Count > 0
            && By(Schema.PermissionSetAssignment, "AssigneeId", user.Id).Exists(
                assignment => allowed.Contains(assignment["PermissionSetId"]) && IsBefore(assignment, latest));
    }

    /// <summary>The developer name of an app: made of its name, which can be any, unless it was deployed.</summary>
    public static string DeveloperNameOf(ConnectedApp app)
    {
        if (app.Deployed is { } deployed)
        {
            return deployed.DeveloperName;
        }

        var name = string.Join('_', app.Name.Split(
            [.. app.Name.Where(character => !char.IsAsciiLetterOrDigit(character))], StringSplitOptions.RemoveEmptyEntries));
        return name.Length > 0 && char.IsAsciiLetter(name[0]) ? name : $"X{name}";
    }

    private static bool IsBefore(Record record, DateTimeOffset latest) => (DateTimeOffset)record["SystemModstamp"]! <= latest;

    private static void Fill(Record record, ConnectedApp app)
    {
        if (app.Kind == AppKind.ConnectedApp)
        {
            record["Name"] = app.Name;
            record["OptionsAllowAdminApprovedUsersOnly"] = app.Policy == AppPolicy.AdminApproved;
            return;
        }

        record["DeveloperName"] = DeveloperNameOf(app);
        record["MasterLabel"] = app.Name;
        record["DistributionState"] = "Local";
    }

    private List<Record> AccessTo(string recordId) =>
        recordId.Length == 0 ? [] : By(Schema.SetupEntityAccess, "SetupEntityId", recordId);

    private List<Record> By(SObjectType type, string fieldName, string id) => records.FindBy(type.Find(fieldName)!, type, id);
}
