namespace SalesforceJwt.LocalOrg.Bulk;

/// <summary>A job fails as a whole; the message is the <c>errorMessage</c> of its info.</summary>
internal sealed class BulkJobException(string message) : Exception(message);
