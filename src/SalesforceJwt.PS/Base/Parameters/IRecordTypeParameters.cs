using System.Management.Automation;
using SalesforceJwt.PS.Completion;

namespace SalesforceJwt.PS.Base.Parameters;

/// <summary>The object of the records that a cmdlet reads or saves.</summary>
internal interface IRecordTypeParameters
{
    /// <summary>The object.</summary>
    [Parameter(
        Position = 0,
        HelpMessage = "API name of the object: Contact, Invoice__c. Default: the object of each record, as Invoke-SfQuery returns it.")]
    [Alias("SObject", "SObjectType")]
    [ArgumentCompleter(typeof(ObjectNameCompleter))]
    [ValidateNotNullOrEmpty]
    string? Type { get; set; }
}
