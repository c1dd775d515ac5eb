using SalesforceJwt.LocalOrg.Data;

namespace SalesforceJwt.LocalOrg.Audit;

/// <summary>The setup audit trail: who changed what in the org's setup.</summary>
internal sealed class AuditTrail(RecordStore records)
{
    /// <summary>The section of changes of users and their permissions.</summary>
    public const string Users = "Manage Users";

    /// <summary>Adds a change.</summary>
    /// <param name="action">Salesforce's name of the action.</param>
    /// <param name="section">The section of Setup.</param>
    /// <param name="display">The display text of the change.</param>
    /// <param name="userId">The user who made it.</param>
    public void Add(string action, string section, string display, string? userId) => records.Insert(
        records.Schema.SetupAuditTrail,
        record =>
        {
            record["Action"] = action;
            record["Section"] = section;
            record["Display"] = display;
        },
        userId);
}
