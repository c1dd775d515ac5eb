using System.ComponentModel;
using System.Diagnostics;

namespace SalesforceJwt.PS.Connections;

/// <summary>The user's browser.</summary>
internal static class Browser
{
    // In the background of a shell: Ctrl+C at the terminal must not end the browser, and its output must not mix with the script's. The
    // shell waits, to return the opener's exit code.
    private const string InBackground = "exec </dev/null >/dev/null 2>&1; \"$0\" \"$1\" & wait $!";

    private const UnixFileMode Executable = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    // Without a display, xdg-open fails at once. If it still runs, it has found a browser, or is one.
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(2);

    /// <summary>Whether there is a program that opens URLs. It can still fail, such as where there is no display.</summary>
    public static bool HasOpener => OperatingSystem.IsWindows()
        || (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(':', StringSplitOptions.RemoveEmptyEntries)
            .Any(folder => IsExecutable(Path.Combine(folder, Opener)));

    private static string Opener => OperatingSystem.IsMacOS() ? "open" : "xdg-open";

    /// <summary>Opens a URL, without waiting for the program that opens it; false where there is none.</summary>
    public static bool TryOpen(Uri url)
    {
        var isOpen = TryStart(url, out var opener);
        opener?.Dispose();
        return isOpen;
    }

    /// <summary>Opens a URL, and waits a moment for a failure; false where nothing opened it.</summary>
    public static async Task<bool> TryOpenAsync(Uri url, CancellationToken cancellationToken)
    {
        var isOpen = TryStart(url, out var started);
        using var opener = started;
        if (opener is null || OperatingSystem.IsWindows())
        {
            return isOpen;
        }

        using var wait = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        wait.CancelAfter(LongestWait);
        try
        {
            await opener.WaitForExitAsync(wait.Token);
            return opener.ExitCode == 0;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return true;
        }
    }

    /// <summary>Starts what opens a URL.</summary>
    /// <param name="opener">Its process; null where Windows passes the URL on to a browser that runs already.</param>
    private static bool TryStart(Uri url, out Process? opener)
    {
        opener = null;
        try
        {
            if (!HasOpener)
            {
                return false;
            }

            opener = OperatingSystem.IsWindows()
                ? Process.Start(new ProcessStartInfo(url.AbsoluteUri) { UseShellExecute = true })
                : Process.Start("/bin/sh", ["-c", InBackground, Opener, url.AbsoluteUri]);
            return true;
        }
        catch (Exception e) when (e is Win32Exception or InvalidOperationException or PlatformNotSupportedException)
        {
            return false;
        }
    }

    private static bool IsExecutable(string path) =>
        !OperatingSystem.IsWindows() && File.Exists(path) && (File.GetUnixFileMode(path) & Executable) != 0;
}
