using System.Management.Automation;
using SalesforceJwt.Core;
using SalesforceJwt.Core.Apps;
using SalesforceJwt.PS.Base;
using SalesforceJwt.PS.Transformation;

namespace SalesforceJwt.PS.Cmdlets.Apps;

/// <summary>Gets the org's external client apps and connected apps, with their policies and users.</summary>
[Cmdlet(VerbsCommon.Get, "SfApp")]
[OutputType(typeof(SfApp))]
public sealed class GetSfAppCommand : SfConnectedCmdlet
{
    /// <summary>API name or consumer key.</summary>
    [Parameter(
        Position = 0,
        ValueFromPipeline = true,
        ValueFromPipelineByPropertyName = true,
        HelpMessage = "API name of an app, or its consumer key. Default: all apps.")]
    [Alias("ConsumerKey", "ClientId")]
    [NoSecret]
    [ValidateNotNullOrEmpty]
    public string[] Name { get; set; } = [];

    private protected override object? ErrorTarget => Name.Length == 1 ? Name[0] : null;

    private protected override bool GoesOnAfter(SfException error) => error.Kind == SfErrorKind.AppNotFound;

    private protected override async Task ProcessAsync(CancellationToken cancellationToken)
    {
        var reader = new AppReader(Session, Version, Observer);
        if (Name.Length == 0)
        {
            Write(await reader.ListAsync(cancellationToken));
        }

        foreach (var name in Name)
        {
            try
            {
                Write([await reader.GetAsync(name, cancellationToken)]);
            }
            catch (SfException e) when (Name.Length > 1 && e.Kind == SfErrorKind.AppNotFound)
            {
                WriteError(e, name);
            }
        }
    }

    private void Write(IReadOnlyList<AppState> apps)
    {
        foreach (var app in apps)
        {
            WriteObject(app.ToModel());
        }

        if (apps.FirstOrDefault(app => app.ReadError is not null) is { ReadError: { } error })
        {
            WriteWarning(
                $"Scopes, callback URLs and flows of external client apps could not be read: {error.Message} "
                    + "A browser sign-in (Connect-SfWeb) of an administrator may read them.");
        }
    }
}
