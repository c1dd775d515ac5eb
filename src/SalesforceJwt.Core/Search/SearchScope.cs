namespace SalesforceJwt.Core.Search;

/// <summary>The fields that are searched (SOQL and SOSL Reference: "IN SearchGroup").</summary>
internal enum SearchScope
{
    /// <summary>All searchable fields.</summary>
    All,

    /// <summary>Names.</summary>
    Name,

    /// <summary>E-mail addresses.</summary>
    Email,

    /// <summary>Phone numbers.</summary>
    Phone,

    /// <summary>The fields that the sidebar's lists show.</summary>
    Sidebar,
}
