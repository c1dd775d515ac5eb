using SalesforceJwt.LocalOrg.Data;

namespace SalesforceJwt.LocalOrg.Metadata.Soap;

/// <summary>A component that the org has.</summary>
/// <param name="FullName">Its full name.</param>
/// <param name="Document">Its elements.</param>
/// <param name="Saved">The record with its dates and users; null for settings, which have none.</param>
/// <param name="Id">Its id; empty if it has none.</param>
internal sealed record OrgComponent(string FullName, MetadataDocument Document, Record? Saved, string Id);
