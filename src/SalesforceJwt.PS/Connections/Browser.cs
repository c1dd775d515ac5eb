using System.ComponentModel;
using System.Diagnostics;

namespace SalesforceJwt.PS.Connections;

/// <summary>The user's browser.</summary>
internal static class Browser
{
    // In the background of a shell, since a browser that this starts lives on: Ctrl+C at the terminal must not reach it, nor may what it
    // prints get between the script's output, or find nobody there to read it.
    private const string InBackground = "command -v \"$0\" >/dev/null || exit 127; \"$0\" \"$1\" </dev/null >/dev/null 2>&1 &";

    /// <summary>Opens a URL; false where there is nothing to open it with.</summary>
    public static bool TryOpen(Uri url)
    {
        try
        {
            if (OperatingSystem.IsWindows())
            {
                Process.Start(new ProcessStartInfo(url.AbsoluteUri) { UseShellExecute = true })?.Dispose();
                return true;
            }

            using var shell = Process.Start(
                "/bin/sh", ["-c", InBackground, OperatingSystem.IsMacOS() ? "open" : "xdg-open", url.AbsoluteUri]);
            shell.WaitForExit();
            return shell.ExitCode == 0;
        }
        catch (Exception e) when (e is Win32Exception or InvalidOperationException or PlatformNotSupportedException)
        {
            return false;
        }
    }
}
