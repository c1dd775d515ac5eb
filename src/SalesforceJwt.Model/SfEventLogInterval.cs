namespace SalesforceJwt.Model;

/// <summary>Of which time an event log file is.</summary>
public enum SfEventLogInterval
{
    /// <summary>A day (UTC). Salesforce replaces the file when events come in late.</summary>
    Daily,

    /// <summary>An hour. Events that come in late are in further files, with the next sequence number.</summary>
    Hourly,
}
