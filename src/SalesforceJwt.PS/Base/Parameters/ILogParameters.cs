using System.Management.Automation;
using SalesforceJwt.PS.Transformation;

namespace SalesforceJwt.PS.Base.Parameters;

/// <summary>Which entries of a log are read, the newest first.</summary>
internal interface ILogParameters
{
    /// <summary>The beginning.</summary>
    [Parameter(HelpMessage = "The beginning of the period. Default: 7 days before its end.")]
    [NoSecret]
    [ValidateNotNull]
    DateTimeOffset? Since { get; set; }

    /// <summary>The end.</summary>
    [Parameter(HelpMessage = "The end of the period. Default: now.")]
    [NoSecret]
    [ValidateNotNull]
    DateTimeOffset? Until { get; set; }

    /// <summary>The most entries.</summary>
    [Parameter(HelpMessage = "The most entries, the newest first.")]
    [NoSecret]
    [ValidateRange(1, int.MaxValue)]
    int? First { get; set; }
}
