namespace SalesforceJwt.LocalOrg.Metadata.Components;

/// <summary>What saving a component changed.</summary>
/// <param name="IsCreated">Whether the org did not have it.</param>
/// <param name="IsChanged">Whether it differs from what the org had.</param>
/// <param name="Id">Its id, if the org has it already.</param>
/// <param name="Warning">A warning.</param>
internal sealed record SavedComponent(bool IsCreated, bool IsChanged, string? Id = null, string? Warning = null);
