namespace SalesforceJwt.LocalOrg.Data;

/// <summary>Type of a field, with the names of describe.</summary>
internal enum FieldType
{
    Id,
    String,
    TextArea,
    Email,
    Phone,
    Url,
    Picklist,
    Reference,
    Boolean,
    Int,
    Double,
    Currency,
    Percent,
    Date,
    DateTime,
    Base64,
}
