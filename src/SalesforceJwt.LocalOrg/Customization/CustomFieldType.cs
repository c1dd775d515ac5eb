using System.Diagnostics.CodeAnalysis;

namespace SalesforceJwt.LocalOrg;

/// <summary>Types of custom fields, with the names of describe, where Setup's Number is a double and its Checkbox a boolean.</summary>
[SuppressMessage("Naming", "CA1720:Identifier contains type name", Justification = "Describe names them so.")]
public enum CustomFieldType
{
    /// <summary>Text.</summary>
    String,

    /// <summary>Text area, long text area.</summary>
    TextArea,

    /// <summary>E-mail address.</summary>
    Email,

    /// <summary>Phone number.</summary>
    Phone,

    /// <summary>URL.</summary>
    Url,

    /// <summary>Picklist.</summary>
    Picklist,

    /// <summary>Lookup.</summary>
    Reference,

    /// <summary>Checkbox.</summary>
    Boolean,

    /// <summary>Number.</summary>
    Double,

    /// <summary>Currency.</summary>
    Currency,

    /// <summary>Percent.</summary>
    Percent,

    /// <summary>Date.</summary>
    Date,

    /// <summary>Date and time.</summary>
    DateTime,
}
