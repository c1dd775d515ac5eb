using SalesforceJwt.LocalOrg.Metadata.Apex;

namespace SalesforceJwt.LocalOrg.Metadata.Components;

/// <summary>Saves and deletes the components of a deploy, one by one.</summary>
internal sealed class ComponentSaver(DeployState state, int version)
{
    private readonly AppComponents _apps = new(state);

    /// <exception cref="MetadataException">The component cannot be saved.</exception>
    public SavedComponent Save(Component component)
    {
        CheckAllowed(component.Type);
        var document = component.Read(version);
        return component.Type.Name switch
        {
            MetadataTypes.ApexClass => SaveClass(component),
            MetadataTypes.PermissionSet => SavePermissionSet(component.Name, document),
            MetadataTypes.Settings => SaveSettings(component.Name, document),
            MetadataTypes.App => _apps.SaveApp(component.Name, document),
            MetadataTypes.OauthSettings => _apps.SaveOauthSettings(component, document),
            MetadataTypes.GlobalSettings => _apps.SaveGlobalSettings(component, document),
            MetadataTypes.OauthPolicies => _apps.SaveOauthPolicies(component, document),
            _ => _apps.SavePolicies(component, document),
        };
    }

    /// <summary>Deletes a component; false if there is none.</summary>
    /// <exception cref="MetadataException">It cannot be deleted.</exception>
    public bool Delete(MetadataType type, string name)
    {
        CheckAllowed(type);
        return type.Name switch
        {
            MetadataTypes.ApexClass => state.Classes.Remove(name),
            MetadataTypes.PermissionSet => DeletePermissionSet(name),
            MetadataTypes.Settings => throw new MetadataException("Settings cannot be deleted"),
            MetadataTypes.App => state.Apps.Remove(name),
            _ => _apps.DeletePart(type, name),
        };
    }

    private void CheckAllowed(MetadataType type)
    {
        var isOfApp = MetadataTypes.IsOfApps(type);
        if ((isOfApp || type.Name == MetadataTypes.Settings) && !state.Metadata.HasExternalClientApps)
        {
            throw new MetadataException("Not available for deploy for this organization");
        }

        var permission = isOfApp ? UserRight.ManageExternalClientApplications : UserRight.CustomizeApplication;
        if (type.Name != MetadataTypes.ApexClass && !state.User.Has(permission))
        {
            throw new MetadataException("insufficient access rights on object id");
        }
    }

    private SavedComponent SaveClass(Component component)
    {
        var source = ApexSource.Parse(component.Name, component.Content);
        var existing = state.Classes.GetValueOrDefault(component.Name);
        state.Classes[component.Name] = source.Text;
        return new SavedComponent(
            existing is null, existing != source.Text, state.Find(state.Org.Schema.ApexClass, component.Name)?.Id);
    }

    private SavedComponent SavePermissionSet(string name, MetadataDocument document)
    {
        DeveloperName.Check(name, "API Name");
        var isCreated = !state.PermissionSets.TryGetValue(name, out var existing);
        var hasApi = document.Groups(MetadataTypes.UserPermissions).Any(
            permission => permission.Text("name") == MetadataTypes.ApiEnabled && permission.Flag("enabled"));
        var saved = (document.Text("label"), document.Text("description"), hasApi);
        state.PermissionSets[name] = saved;
        return new SavedComponent(isCreated, existing != saved, state.Find(state.Org.Schema.PermissionSet, name)?.Id);
    }

    private SavedComponent SaveSettings(string name, MetadataDocument document)
    {
        if (name != MetadataTypes.SettingsName)
        {
            throw new MetadataException($"LocalOrg does not deploy the settings {name}");
        }

        var isChanged = !document.Equals(state.Settings);
        state.Settings = document;
        return new SavedComponent(IsCreated: false, isChanged);
    }

    private bool DeletePermissionSet(string name)
    {
        var schema = state.Org.Schema;
        var set = state.Find(schema.PermissionSet, name);
        var assignments = schema.PermissionSetAssignment;
        return set is not null && state.Org.Records.FindBy(assignments.Find("PermissionSetId")!, assignments, set.Id).Count > 0
            ? throw new MetadataException($"Cannot delete permission set {name}: it is assigned to users.")
            : state.PermissionSets.Remove(name);
    }
}
