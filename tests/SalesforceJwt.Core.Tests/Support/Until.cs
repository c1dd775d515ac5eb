namespace SalesforceJwt.Core.Tests.Support;

/// <summary>Waits for what another thread or the server does.</summary>
internal static class Until
{
    public static async Task TrueAsync(Func<bool> condition)
    {
        for (var i = 0; !condition(); i++)
        {
            Assert.True(i < 2000, "It did not happen within 20 seconds.");
            await Task.Delay(10, TestOrg.Cancellation);
        }
    }
}
