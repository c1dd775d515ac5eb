using System.ComponentModel;
using System.Diagnostics;

namespace SalesforceJwt.PS.Connections;

/// <summary>The user's browser.</summary>
internal static class Browser
{
    /// <summary>Opens a URL; false where there is nothing to open it with.</summary>
    public static bool TryOpen(Uri url)
    {
        // An opener's own chatter must not get between the script's output.
        var start = OperatingSystem.IsWindows()
            ? new ProcessStartInfo(url.AbsoluteUri) { UseShellExecute = true }
            : new ProcessStartInfo(OperatingSystem.IsMacOS() ? "open" : "xdg-open", [url.AbsoluteUri]) { RedirectStandardOutput = true, RedirectStandardError = true };
        try
        {
            Process.Start(start)?.Dispose();
            return true;
        }
        catch (Exception e) when (e is Win32Exception or InvalidOperationException or PlatformNotSupportedException)
        {
            return false;
        }
    }
}
