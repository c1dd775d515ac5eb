using System.Diagnostics;

namespace SalesforceJwt.LocalOrg.CommandLine;

/// <summary>Watches the process that started this one, so that a killed test run leaves no server behind.</summary>
internal static class ParentProcess
{
    /// <summary>Completes when the process ends, immediately if it has ended already; never without an id.</summary>
    public static async Task WaitForExitAsync(int? processId, CancellationToken cancellationToken)
    {
        if (processId is null)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
            return;
        }

        try
        {
            using var process = Process.GetProcessById(processId.Value);
            await process.WaitForExitAsync(cancellationToken);
        }
        catch (ArgumentException)
        {
            // The process has ended.
        }
    }
}
