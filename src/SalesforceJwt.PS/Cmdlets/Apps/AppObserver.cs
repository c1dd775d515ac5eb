using System.Management.Automation;
using SalesforceJwt.Core.Apps;
using SalesforceJwt.Core.Security;
using SalesforceJwt.PS.Base;

namespace SalesforceJwt.PS.Cmdlets.Apps;

/// <summary>Asks for confirmation of the steps of a change to an app, and shows them as progress and verbose output.</summary>
/// <param name="cmdlet">The cmdlet.</param>
/// <param name="pump">Posts to its pipeline thread.</param>
/// <param name="confirm">Asks, on the pipeline thread.</param>
/// <param name="activity">What the cmdlet does, for progress.</param>
internal sealed class AppObserver(PSCmdlet cmdlet, PipelinePump pump, Func<string, string, bool> confirm, string activity)
    : IAppObserver, IDisposable
{
    private const int ActivityId = 1731;

    private bool _isShown;

    public bool IsDryRun { get; } = cmdlet.MyInvocation.BoundParameters.TryGetValue("WhatIf", out var given)
        ? given is SwitchParameter { IsPresent: true }
        : LanguagePrimitives.IsTrue(cmdlet.GetVariableValue("WhatIfPreference"));

    /// <summary>Whether a change was confirmed, and so begun.</summary>
    public bool HasBegun { get; private set; }

    public Task<bool> ConfirmAsync(string target, string action)
    {
        var answer = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        pump.Post(() =>
        {
            try
            {
                var agreed = confirm(target, action);
                HasBegun |= agreed;
                answer.SetResult(agreed);
            }
            catch (Exception e)
            {
                // The user ended the pipeline: nothing more may be done.
                answer.SetException(e);
                throw;
            }
        });
        return answer.Task;
    }

    public void Report(string text) => pump.Post(() =>
    {
        HttpObserver.WriteVerbose(cmdlet, text);
        _isShown = true;
        cmdlet.WriteProgress(new ProgressRecord(ActivityId, SecretText.Redact(activity), SecretText.Redact(text)));
    });

    /// <summary>Removes the progress bar. On the pipeline thread.</summary>
    public void Dispose()
    {
        if (_isShown)
        {
            cmdlet.WriteProgress(
                new ProgressRecord(ActivityId, SecretText.Redact(activity), "…") { RecordType = ProgressRecordType.Completed });
        }
    }
}
