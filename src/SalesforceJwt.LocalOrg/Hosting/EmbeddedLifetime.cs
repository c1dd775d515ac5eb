namespace SalesforceJwt.LocalOrg.Hosting;

/// <summary>Leaves Ctrl+C and SIGTERM to the process that the server runs in.</summary>
internal sealed class EmbeddedLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
