namespace SalesforceJwt.Model;

/// <summary>The rights of a user on an object, a field or another target.</summary>
[Flags]
public enum SfAccessRights
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Read.</summary>
    Read = 1,

    /// <summary>Create records.</summary>
    Create = 2,

    /// <summary>Change.</summary>
    Edit = 4,

    /// <summary>Delete records.</summary>
    Delete = 8,

    /// <summary>Read all records of the object, whoever they are shared with.</summary>
    ViewAll = 16,

    /// <summary>Change and delete all records of the object, whoever they are shared with.</summary>
    ModifyAll = 32,

    /// <summary>Use the class or the app, or have the permission.</summary>
    Enabled = 64,

    /// <summary>Read all fields of the object.</summary>
    ViewAllFields = 128,
}
