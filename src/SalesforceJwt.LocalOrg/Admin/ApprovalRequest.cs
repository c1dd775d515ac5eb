namespace SalesforceJwt.LocalOrg.Admin;

/// <summary>Body of <c>POST</c> and <c>DELETE /_localorg/approvals</c>.</summary>
internal sealed record ApprovalRequest(string ConsumerKey, string Username);
