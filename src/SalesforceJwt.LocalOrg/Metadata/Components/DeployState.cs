using SalesforceJwt.LocalOrg.Audit;
using SalesforceJwt.LocalOrg.Data;

namespace SalesforceJwt.LocalOrg.Metadata.Components;

/// <summary>The org's components as a deploy finds and changes them. Nothing is saved before <see cref="Commit"/>.</summary>
internal sealed class DeployState
{
    private readonly Org _org;
    private readonly PermissionChanges _permissions;

    public DeployState(Org org, OrgUser user, DeployOptions options)
    {
        _org = org;
        _permissions = new(org, user.Id);
        User = user;
        Options = options;
        Apps = new(org.ExternalClientApps.All, StringComparer.OrdinalIgnoreCase);
        Settings = org.ExternalClientApps.Settings;
        foreach (var record in org.Records.All(org.Schema.ApexClass))
        {
            Classes[(string)record["Name"]!] = (string?)record["Body"] ?? "";
        }

        foreach (var record in org.Records.All(org.Schema.PermissionSet).Where(record => record["Type"] is "Regular"))
        {
            PermissionSets[(string)record["Name"]!] = new(
                (string?)record["Label"], (string?)record["Description"], record[SystemPermissions.ApiEnabled] is true);
        }
    }

    public OrgUser User { get; }

    public DeployOptions Options { get; }

    public MetadataOptions Metadata => _org.Options.Metadata;

    public Org Org => _org;

    public Dictionary<string, ExternalClientApp> Apps { get; }

    public MetadataDocument Settings { get; set; }

    /// <summary>The Apex classes' code, by name.</summary>
    public Dictionary<string, string> Classes { get; } = new(StringComparer.OrdinalIgnoreCase);

    public Dictionary<string, (string? Label, string? Description, bool HasApi)> PermissionSets { get; } =
        new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The record of a permission set or Apex class; null if the org has none with this name.</summary>
    public Record? Find(SObjectType type, string name) => _org.Records.FindBy(type.Find("Name")!, type, name).FirstOrDefault();

    /// <summary>Saves everything in the org.</summary>
    public void Commit()
    {
        Save(_org.Schema.PermissionSet, PermissionSets, (record, name, set) =>
        {
            record["Name"] = name;
            record["Label"] = set.Label;
            record["Description"] = set.Description;
            record[SystemPermissions.ApiEnabled] = set.HasApi;
        });
        Save(_org.Schema.ApexClass, Classes, (record, name, body) =>
        {
            record["Name"] = name;
            record["Body"] = body;
            record["ApiVersion"] ??= 68m;
            record["Status"] = "Active";
            record["IsValid"] = true;
            record["LengthWithoutComments"] = Apex.ApexSource.WithoutComments(body).Length;
        });
        _org.ExternalClientApps.Replace(Apps, Settings, User.Id);
        _org.PermissionSetGroups.Refresh();
    }

    private void Save<T>(SObjectType type, Dictionary<string, T> components, Action<Record, string, T> fill)
    {
        foreach (var record in _org.Records.All(type).ToList().Where(record => !components.ContainsKey((string)record["Name"]!)))
        {
            if (type != _org.Schema.PermissionSet)
            {
                _org.Records.Erase(record);
                AuditClass(record, "deleted", "Deleted");
            }
            else if (record["Type"] is "Regular")
            {
                new Rest.RecordRules(_org).DeletedWith(record).ToList().ForEach(_org.Records.Erase);
                _org.Records.Erase(record);
                _permissions.Deleted(record);
            }
        }

        foreach (var (name, component) in components)
        {
            if (Find(type, name) is not { } record)
            {
                var inserted = _org.Records.Insert(type, created => fill(created, name, component), User.Id);
                AuditClass(inserted, "created", "Created");
                _permissions.Created(inserted);
                continue;
            }

            var changed = record.Copy();
            fill(changed, name, component);
            if (Enumerable.Range(0, type.Fields.Count).Any(index => !Equals(changed[index], record[index])))
            {
                var updated = _org.Records.Update(record, one => fill(one, name, component), User.Id);
                AuditClass(updated, "changed", "Changed");
                _permissions.Changed(record, updated);
            }
        }
    }

    /// <summary>Writes a change of an Apex class to the audit trail.</summary>
    private void AuditClass(Record record, string action, string verb)
    {
        if (record.Type == _org.Schema.ApexClass)
        {
            _org.AuditTrail.Add($"{action}ApexClass", "Apex Class", $"{verb} {record["Name"]} Apex Class code", User.Id);
        }
    }
}
