namespace SalesforceJwt.Model;

/// <summary>What a cmdlet returns of an org, and other cmdlets act on. Internal, so that PowerShell shows no such property.</summary>
internal interface IOrgObject
{
    /// <summary>Where it was read; null if a cmdlet has not returned it yet.</summary>
    RecordOrigin? Origin { get; set; }
}
