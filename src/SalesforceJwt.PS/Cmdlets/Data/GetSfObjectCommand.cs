using System.Management.Automation;
using SalesforceJwt.Core;
using SalesforceJwt.Core.Describe;
using SalesforceJwt.PS.Base;
using SalesforceJwt.PS.Completion;

namespace SalesforceJwt.PS.Cmdlets.Data;

/// <summary>
/// Lists the org's objects, or describes one with its fields, relationships and picklists. The connection caches each response, and later
/// requests it only if it has changed.
/// </summary>
[Cmdlet(VerbsCommon.Get, "SfObject", DefaultParameterSetName = "List")]
[OutputType(typeof(SfObjectInfo), ParameterSetName = ["List"])]
[OutputType(typeof(SfObject), typeof(SfField), ParameterSetName = ["Object"])]
public sealed class GetSfObjectCommand : SfConnectedCmdlet
{
    /// <summary>The object.</summary>
    [Parameter(
        Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = "Object",
        HelpMessage = "API name of the object to describe: Contact, Invoice__c. Default: the list of all objects.")]
    [Alias("SObject", "SObjectType")]
    [ArgumentCompleter(typeof(ObjectNameCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] Type { get; set; } = [];

    /// <summary>Names of the fields to return instead.</summary>
    [Parameter(
        Position = 1, ParameterSetName = "Object",
        HelpMessage = "Returns the object's fields with these names instead; wildcards are allowed.")]
    [ArgumentCompleter(typeof(FieldNameCompleter))]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[]? Field { get; set; }

    /// <summary>Which objects of the list.</summary>
    [Parameter(ParameterSetName = "List", HelpMessage = "Lists only objects with these API names; wildcards are allowed: *__c.")]
    [ArgumentCompleter(typeof(ObjectNameCompleter))]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[]? Name { get; set; }

    /// <summary>Requests the whole description again.</summary>
    [Parameter(
        HelpMessage = "Requests the whole description again. Needed only if permissions changed, for which Salesforce keeps no date.")]
    public SwitchParameter Refresh { get; set; }

    private protected override object? ErrorTarget => Type is [var name] ? name : null;

    private protected override async Task ProcessAsync(CancellationToken cancellationToken)
    {
        var objects = DescribeCache.Of(Session);
        var options = new DescribeOptions { ApiVersion = Version, Refresh = Refresh };
        var observer = Observer;
        if (ParameterSetName == "List")
        {
            WriteList([.. await objects.GetObjectsAsync(options, observer, cancellationToken)]);
            return;
        }

        foreach (var name in Type)
        {
            try
            {
                Write(WildcardPattern.ContainsWildcardCharacters(name)
                    ? throw new SfException(
                        SfErrorKind.NameInvalid,
                        $"'{name}' is a pattern, where the name of one object belongs.",
                        $"Get-SfObject -Name '{name}' lists the objects that it fits.")
                    : await objects.GetObjectAsync(name, options, observer, cancellationToken));
            }
            catch (SfException e) when ((MyInvocation.ExpectingInput || Type.Length > 1) && !EndsAll(e))
            {
                // Go on with the other objects.
                WriteError(e, name);
            }
        }
    }

    private void WriteList(List<SfObjectInfo> all)
    {
        var patterns = new WildcardNames(Name);
        foreach (var summary in all.Where(o => patterns.IsMatch(o.Name)))
        {
            WriteObject(summary.Copy());
        }

        foreach (var name in patterns.Missing(all.Select(o => o.Name)))
        {
            var nearest = NearestNames.Find(name, all.Select(o => (o.Name, o.Label)));
            WriteError(
                new SfException(
                    SfErrorKind.NotFound,
                    $"The org has no object '{name}', or the user may not see it.",
                    nearest.Count > 0 ? $"Did you mean {string.Join(" or ", nearest)}?" : "Get-SfObject without a name lists them all."),
                name);
        }
    }

    private void Write(SfObject description)
    {
        if (Field is null)
        {
            WriteObject(description.Copy());
            return;
        }

        var patterns = new WildcardNames(Field);
        foreach (var field in description.Fields.Where(f => patterns.IsMatch(f.Name)))
        {
            WriteObject(field.Copy());
        }

        foreach (var name in patterns.Missing(description.Fields.Select(f => f.Name)))
        {
            var nearest = NearestNames.Find(name, description.Fields.Select(f => (f.Name, f.Label)));
            WriteError(
                new SfException(
                    SfErrorKind.NotFound,
                    $"{description.Name} has no field '{name}', or the user may not see it.",
                    nearest.Count > 0
                        ? $"Did you mean {string.Join(" or ", nearest)}?"
                        : $"Get-SfObject {description.Name} lists its fields."),
                name);
        }
    }
}
