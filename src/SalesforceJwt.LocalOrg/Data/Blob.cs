namespace SalesforceJwt.LocalOrg.Data;

/// <summary>An uploaded file.</summary>
/// <param name="Path">The file that contains its bytes.</param>
/// <param name="Length">Number of bytes.</param>
/// <param name="Checksum">MD5 of the bytes in hexadecimal, as Salesforce gives it.</param>
internal sealed record Blob(string Path, long Length, string Checksum);
