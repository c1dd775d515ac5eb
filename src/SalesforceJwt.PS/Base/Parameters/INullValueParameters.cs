using System.Management.Automation;
using SalesforceJwt.PS.Transformation;

namespace SalesforceJwt.PS.Base.Parameters;

/// <summary>The texts of records that stand for null.</summary>
internal interface INullValueParameters
{
    /// <summary>Another text for null.</summary>
    [Parameter(HelpMessage = "Text that sets a field to null, such as NULL, in addition to #N/A.")]
    [NoSecret]
    string? NullValue { get; set; }
}
