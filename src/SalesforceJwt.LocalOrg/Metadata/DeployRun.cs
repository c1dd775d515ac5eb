using SalesforceJwt.LocalOrg.Metadata.Apex;
using SalesforceJwt.LocalOrg.Metadata.Components;

namespace SalesforceJwt.LocalOrg.Metadata;

/// <summary>Runs a deploy: saves its components and runs its tests, all or nothing with <c>rollbackOnError</c>.</summary>
internal sealed class DeployRun
{
    private readonly Org _org;
    private readonly Deploy _deploy;
    private readonly DeployPackage _package;
    private readonly DeployState _state;
    private readonly ComponentSaver _saver;
    private readonly List<DeployMessage> _messages;

    private DeployRun(Org org, Deploy deploy, DeployPackage package)
    {
        _org = org;
        _deploy = deploy;
        _package = package;
        _state = new DeployState(org, deploy.User, deploy.Options);
        _saver = new ComponentSaver(_state, package.Version);
        _messages =
        [
            new DeployMessage("", DeployArchive.ManifestName, DeployArchive.ManifestName) { IsChanged = true },
            .. package.Problems,
        ];
    }

    public static DeployOutcome Run(Org org, Deploy deploy)
    {
        try
        {
            return deploy.Input switch
            {
                { Error: { } error } => throw error,
                { ManifestError: { } error } => new DeployOutcome(
                    DeployStatus.Failed,
                    [DeployMessage.Failure("", DeployArchive.ManifestName, DeployArchive.ManifestName, error)],
                    ApexTestRun.None),
                { Package: var package } => new DeployRun(org, deploy, package!).Run(),
            };
        }
        catch (DeployException error)
        {
            return new DeployOutcome(DeployStatus.Failed, [], ApexTestRun.None)
            {
                ErrorStatusCode = error.StatusCode,
                ErrorMessage = error.Message,
            };
        }
        catch (Exception error)
        {
            // Otherwise the deploy would run again with the next request.
            return new DeployOutcome(DeployStatus.Failed, [], ApexTestRun.None)
            {
                ErrorStatusCode = "UNKNOWN_EXCEPTION",
                ErrorMessage = error.ToString(),
            };
        }
    }

    private DeployOutcome Run()
    {
        _package.DeletedBefore.ForEach(Delete);
        _package.Components.ForEach(Save);
        _package.DeletedAfter.ForEach(Delete);
        var hasFailed = _messages.Exists(message => message.IsFailure);
        if (hasFailed && _deploy.Options.RollbackOnError)
        {
            return new DeployOutcome(DeployStatus.Failed, _messages, ApexTestRun.None);
        }

        // A failed test always undoes the whole deploy.
        var tests = RunTests();
        if (!tests.Passes)
        {
            return new DeployOutcome(DeployStatus.Failed, _messages, tests);
        }

        if (!_deploy.Options.CheckOnly)
        {
            _state.Commit();
        }

        return new DeployOutcome(
            !hasFailed ? DeployStatus.Succeeded
                : _messages.Exists(message => !message.IsFailure && message.FileName != DeployArchive.ManifestName)
                    ? DeployStatus.SucceededPartial
                    : DeployStatus.Failed,
            _messages,
            tests);
    }

    private ApexTestRun RunTests()
    {
        var level = _deploy.TestLevelIn(_org.Options.Metadata);
        return level == TestLevel.NoTestRun ? ApexTestRun.None : ApexTestRun.Run(
            _state.Classes,
            [.. _package.Components.Where(component => component.Type.Name == MetadataTypes.ApexClass).Select(component => component.Name)],
            level,
            _deploy.Options.RunTests,
            _org.ApexTests,
            _org.Options.Metadata.IsProduction);
    }

    private void Save(Component component)
    {
        try
        {
            var saved = _saver.Save(component);
            _messages.Add(new DeployMessage(component.Type.Name, component.Name, component.FileName)
            {
                Id = saved.Id,
                IsCreated = saved.IsCreated,
                IsChanged = saved.IsChanged,
                Problem = saved.Warning,
                IsWarning = saved.Warning is not null,
                IsFailure = saved.Warning is not null && !_deploy.Options.IgnoreWarnings,
            });
        }
        catch (MetadataException error)
        {
            _messages.Add(DeployMessage.Failure(component.Type.Name, component.Name, component.FileName, error));
        }
    }

    private void Delete((MetadataType Type, string Name, string Manifest) deleted)
    {
        var (type, name, manifest) = deleted;
        try
        {
            var isDeleted = _saver.Delete(type, name);
            _messages.Add(new DeployMessage(type.Name, name, manifest)
            {
                IsDeleted = isDeleted,
                IsChanged = isDeleted,
                Problem = isDeleted ? null : $"No {type.Name} named: {name} found",
                IsWarning = !isDeleted,
            });
        }
        catch (MetadataException error)
        {
            _messages.Add(DeployMessage.Failure(type.Name, name, manifest, error));
        }
    }
}
