using SalesforceJwt.LocalOrg.Metadata.Apex;
using SalesforceJwt.LocalOrg.Metadata.Components;

namespace SalesforceJwt.LocalOrg.Metadata;

/// <summary>Runs a deploy: saves its components and runs its tests, all or nothing with <c>rollbackOnError</c>.</summary>
internal sealed class DeployRun
{
    private readonly Org _org;
    private readonly Deploy _deploy;
    private readonly DeployState _state;
    private readonly List<DeployMessage> _messages = [];

    private DeployRun(Org org, Deploy deploy)
    {
        _org = org;
        _deploy = deploy;
        _state = new DeployState(org, deploy.User, deploy.Options);
    }

    /// <summary>Runs a deploy.</summary>
    /// <param name="saves">Whether it changes the org, unless it only validates.</param>
    public static DeployOutcome Run(Org org, Deploy deploy, bool saves = true)
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
                _ => new DeployRun(org, deploy).Run(saves && !deploy.Options.CheckOnly),
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

    private DeployOutcome Run(bool saves)
    {
        foreach (var package in _deploy.Input.Packages)
        {
            var first = _messages.Count;
            Run(package);
            for (var index = first; index < _messages.Count; index++)
            {
                _messages[index] = _messages[index] with { FileName = package.Folder + _messages[index].FileName };
            }
        }

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

        if (saves)
        {
            _state.Commit();
        }

        return new DeployOutcome(
            !hasFailed ? DeployStatus.Succeeded
                : _messages.Exists(message => message is { IsFailure: false, IsOfManifest: false })
                    ? DeployStatus.SucceededPartial
                    : DeployStatus.Failed,
            _messages,
            tests);
    }

    private void Run(DeployPackage package)
    {
        var saver = new ComponentSaver(_state, package.Version);
        _messages.Add(new DeployMessage("", DeployArchive.ManifestName, DeployArchive.ManifestName) { IsChanged = true });
        _messages.AddRange(package.Problems);
        package.DeletedBefore.ForEach(deleted => Delete(saver, deleted));
        package.Components.ForEach(component => Save(saver, component));
        package.DeletedAfter.ForEach(deleted => Delete(saver, deleted));
    }

    private ApexTestRun RunTests()
    {
        var level = _deploy.TestLevelIn(_org.Options.Metadata);
        return level == TestLevel.NoTestRun ? ApexTestRun.None : ApexTestRun.Run(
            _state.Classes,
            [.. _deploy.Input.Classes.Select(component => component.Name)],
            level,
            _deploy.Options.RunTests,
            _org.ApexTests,
            _org.Options.Metadata.IsProduction);
    }

    private void Save(ComponentSaver saver, Component component)
    {
        try
        {
            var saved = saver.Save(component);
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

    private void Delete(ComponentSaver saver, (MetadataType Type, string Name, string Manifest) deleted)
    {
        var (type, name, manifest) = deleted;
        try
        {
            var isDeleted = saver.Delete(type, name);
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
