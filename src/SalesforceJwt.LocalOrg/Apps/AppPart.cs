using SalesforceJwt.LocalOrg.Metadata;

namespace SalesforceJwt.LocalOrg;

/// <summary>A component that belongs to an external client app.</summary>
internal sealed record AppPart(MetadataType Type, string FullName, MetadataDocument Document);
