namespace SalesforceJwt.Model;

/// <summary>The properties of fields that can be compared, named as in <see cref="SfField"/>.</summary>
public enum SfFieldProperty
{
    /// <summary>The type.</summary>
    Type,

    /// <summary>Maximum length of a text.</summary>
    Length,

    /// <summary>Maximum number of digits.</summary>
    Precision,

    /// <summary>Decimal places.</summary>
    Scale,

    /// <summary>Whether it may be empty.</summary>
    IsNillable,

    /// <summary>Whether its values are unique.</summary>
    IsUnique,

    /// <summary>Whether it is an external id.</summary>
    IsExternalId,

    /// <summary>The objects to which it refers.</summary>
    ReferenceTo,

    /// <summary>The active values of a picklist.</summary>
    PicklistValues,

    /// <summary>Whether a picklist takes no other values.</summary>
    IsRestrictedPicklist,

    /// <summary>The field on which a picklist depends.</summary>
    ControllerName,

    /// <summary>The formula.</summary>
    Formula,

    /// <summary>The value of new records that have none.</summary>
    DefaultValue,

    /// <summary>The label.</summary>
    Label,

    /// <summary>The help text.</summary>
    HelpText,

    /// <summary>Whether the connection's user must set it in new records.</summary>
    IsRequired,

    /// <summary>Whether the connection's user may set it in new records.</summary>
    IsCreateable,

    /// <summary>Whether the connection's user may change it.</summary>
    IsUpdateable,
}
