namespace SalesforceJwt.LocalOrg.Bulk;

/// <summary>A job fails as a whole; the message is what its info shows.</summary>
internal sealed class BulkJobException(string message) : Exception(message);
