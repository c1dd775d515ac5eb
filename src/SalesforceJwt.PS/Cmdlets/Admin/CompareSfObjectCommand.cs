using System.Management.Automation;
using SalesforceJwt.Core;
using SalesforceJwt.Core.Comparison;
using SalesforceJwt.Core.FileSystem;
using SalesforceJwt.PS.Base;
using SalesforceJwt.PS.Completion;
using SalesforceJwt.PS.Models;
using SalesforceJwt.PS.Transformation;

namespace SalesforceJwt.PS.Cmdlets.Admin;

/// <summary>
/// Compares the objects and fields of two connections, or of a connection and a snapshot that was saved before, and returns what differs.
/// </summary>
[Cmdlet(VerbsData.Compare, "SfObject", DefaultParameterSetName = "Connection", SupportsShouldProcess = true)]
[OutputType(typeof(SfObjectDifference))]
public sealed class CompareSfObjectCommand : SfConnectedCmdlet
{
    // Each is a request to either side, and holds the descriptions of its objects until they are written.
    private const int MostAtOnce = 2;

    private readonly List<string> _names = [];
    private readonly HashSet<string> _namespaces = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<SfObject> _described = [];

    /// <summary>The connection whose org is the reference.</summary>
    [Parameter(
        Position = 0, ParameterSetName = "Connection",
        HelpMessage = "The connection, or its name, whose org is as it should be. Without it, -OutFile only saves a snapshot.")]
    [ConnectionTransformation]
    [ArgumentCompleter(typeof(ConnectionNameCompleter))]
    public SfConnectionReference? ReferenceConnection { get; set; }

    /// <summary>The snapshot that is the reference.</summary>
    [Parameter(
        Mandatory = true, ParameterSetName = "Path",
        HelpMessage = "A snapshot that -OutFile has saved, which is the reference in place of a connection.")]
    [ValidateNotNullOrEmpty]
    public string ReferencePath { get; set; } = string.Empty;

    /// <summary>The connection that is compared with the reference.</summary>
    [Parameter(HelpMessage = "The connection that is compared with the reference, or its name. Default: the session's default connection.")]
    [Alias("DifferenceConnection")]
    [ConnectionTransformation]
    [ArgumentCompleter(typeof(ConnectionNameCompleter))]
    public override SfConnectionReference? Connection { get; set; }

    /// <summary>Which objects.</summary>
    [Parameter(
        Position = 1, ValueFromPipeline = true,
        HelpMessage = "API names of the objects to compare; wildcards are allowed: *__c. Default: all objects.")]
    [ArgumentCompleter(typeof(ObjectNameCompleter))]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[]? Name { get; set; }

    /// <summary>Which properties of fields.</summary>
    [Parameter(
        HelpMessage = "Properties of fields to compare, in place of those that define a field. Label and HelpText are left out by "
            + "default.")]
    [NoSecret]
    [ValidateNotNullOrEmpty]
    public SfFieldProperty[]? Property { get; set; }

    /// <summary>Where a snapshot is saved.</summary>
    [Parameter(HelpMessage = "File to save a snapshot of -Connection as, for -ReferencePath.")]
    [ValidateNotNullOrEmpty]
    public string? OutFile { get; set; }

    /// <summary>Overwrites an existing file.</summary>
    [Parameter(HelpMessage = "Overwrites an existing file.")]
    public SwitchParameter Force { get; set; }

    private protected override Task ProcessAsync(CancellationToken cancellationToken)
    {
        _names.AddRange(Name ?? []);
        return Task.CompletedTask;
    }

    private protected override async Task EndAsync(CancellationToken cancellationToken)
    {
        if (MyInvocation.ExpectingInput && _names.Count == 0)
        {
            // An empty pipeline does not mean all objects.
            return;
        }

        RequireReference();
        var file = OutFile is null ? null : FullPath(OutFile);
        if (file is not null)
        {
            // Validated before the first request.
            PartialFile.RequireTarget(file);
            FilePaths.RequireFree(file, Force);
        }

        var snapshot = ParameterSetName == "Path" ? SchemaSnapshot.Read(FullPath(ReferencePath)) : null;
        var connection = Find(Connection);
        var other = ReferenceConnection is null ? null : Other(connection);
        var version = await VersionAsync(connection, other, snapshot, cancellationToken);
        var comparison = new ObjectComparison(
            snapshot ?? (other is null ? null : (ISchema)new OrgSchema(other.Session, version, Observer)),
            new OrgSchema(connection.Session, version, Observer),
            Property ?? FieldComparison.Definition)
        {
            DescribesAll = file is not null,
        };
        string[]? names = _names.Count > 0 ? [.. _names.Distinct(StringComparer.OrdinalIgnoreCase)] : null;
        var wanted = new WildcardNames(names);
        var inSnapshot = new WildcardNames(snapshot?.Names);
        var objects = await comparison.ListAsync(name => wanted.IsMatch(name) && inSnapshot.IsMatch(name), cancellationToken);
        WriteMissing(wanted.Missing(objects.Select(o => o.Name)));
        var isComplete = await CompareAsync(comparison, objects, cancellationToken);
        if (file is not null && !isComplete)
        {
            WriteWarning("No snapshot was saved, since not all objects could be described.");
        }
        else if (file is not null)
        {
            Save(file, connection, new SchemaSnapshot(_described)
            {
                ApiVersion = version,
                OrganizationId = connection.OrganizationId,
                Names = names ?? snapshot?.Names ?? ["*"],
                Namespaces = comparison.Namespaces,
            });
        }
    }

    private void RequireReference()
    {
        if (ParameterSetName == "Connection" && ReferenceConnection is null && OutFile is null)
        {
            throw new SfException(
                SfErrorKind.ValueMissing,
                "There is nothing to compare with.",
                "-ReferenceConnection names another connection, -ReferencePath a snapshot; -OutFile saves one.");
        }
    }

    /// <summary>The connection of the reference side.</summary>
    private SfConnection Other(SfConnection connection)
    {
        var other = Find(ReferenceConnection);
        return other != connection ? other : throw new SfException(
            SfErrorKind.ArgumentConflict,
            $"Both sides are the connection '{connection.Name}'.",
            "Name the other one: -Connection NAME. Get-SfConnection lists them.");
    }

    /// <summary>The API version for both sides: later ones have more objects and fields, which would all be differences.</summary>
    private async Task<string> VersionAsync(
        SfConnection connection, SfConnection? other, SchemaSnapshot? snapshot, CancellationToken cancellationToken)
    {
        var version = Version ?? await connection.Session.GetApiVersionAsync(Observer, cancellationToken);
        if (Version is null && other is not null)
        {
            version = Core.Http.ApiVersion.Lower(version, await other.Session.GetApiVersionAsync(Observer, cancellationToken));
        }
        else if (Version is null && snapshot is not null)
        {
            version = Core.Http.ApiVersion.Lower(version, snapshot.ApiVersion);
        }

        if (snapshot is not null && snapshot.ApiVersion != version)
        {
            WriteWarning(
                $"The snapshot is of API version {snapshot.ApiVersion}, and the org is described in {version}. "
                    + "Objects and fields that only one of the versions has are differences, too.");
        }

        return version;
    }

    /// <summary>Compares the objects, and writes the differences in their order.</summary>
    /// <returns>Whether all could be compared.</returns>
    private async Task<bool> CompareAsync(
        ObjectComparison comparison, IReadOnlyList<ComparedObject> objects, CancellationToken cancellationToken)
    {
        var (done, failed) = (0, false);
        using var progress = StartProgress(OutFile is null ? "Comparing objects" : "Describing objects", "objects", objects.Count);
        OrderedWork<IReadOnlyList<ObjectDifferences>>? work = null;
        using (work = new OrderedWork<IReadOnlyList<ObjectDifferences>>(MostAtOnce, WriteNextAsync, cancellationToken))
        {
            foreach (var together in objects.Chunk(ObjectComparison.MostTogether))
            {
                await work.MakeRoomAsync();
                work.Begin(token => comparison.CompareAsync(together, token));
            }

            await work.WriteAllAsync();
        }

        return !failed;

        async Task WriteNextAsync()
        {
            foreach (var compared in await work!.NextAsync())
            {
                if (compared.Error is not { } error)
                {
                    Write(compared);
                }
                else if (EndsAll(error))
                {
                    throw error;
                }
                else
                {
                    // Go on with the other objects.
                    failed = true;
                    WriteError(error, compared.Name);
                }

                progress.Report(++done);
            }
        }
    }

    private void Write(ObjectDifferences compared)
    {
        if (OutFile is not null && compared.Description is { } description)
        {
            _described.Add(description);
        }

        foreach (var difference in compared.Differences)
        {
            // The difference of a namespace comes with each object that has a part of it.
            if (!difference.ObjectName.EndsWith('*') || _namespaces.Add(difference.ObjectName))
            {
                WriteObject(difference);
            }
        }
    }

    private void WriteMissing(IEnumerable<string> names)
    {
        foreach (var name in names)
        {
            WriteError(
                new SfException(
                    SfErrorKind.NotFound,
                    $"No side has an object '{name}' to compare, or the users may not see it.",
                    "Get-SfObject lists the objects of an org. A snapshot has those that were chosen with -Name when it was saved."),
                name);
        }
    }

    private void Save(string path, SfConnection connection, SchemaSnapshot snapshot)
    {
        if (ShouldProcess(path, $"Save a snapshot of {connection.Name}'s objects"))
        {
            snapshot.Write(path);
        }
    }
}
