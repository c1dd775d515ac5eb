namespace SalesforceJwt.Core.Tests.Support;

/// <summary>Waits for a condition that another thread or the server makes true.</summary>
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
