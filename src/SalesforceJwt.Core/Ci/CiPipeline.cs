namespace SalesforceJwt.Core.Ci;

/// <summary>Commands of the CI system that runs this process: mask a secret, set a variable for the job's next steps.</summary>
internal abstract class CiPipeline
{
    /// <summary>
    /// The system of an environment. A system without such commands (GitLab and Jenkins mask stored secrets only) does nothing.
    /// </summary>
    /// <param name="environment">Reads an environment variable.</param>
    public static CiPipeline Detect(Func<string, string?> environment)
    {
        return IsTrue(environment("GITHUB_ACTIONS")) ? new GitHubActions(environment("GITHUB_ENV"))
            : IsTrue(environment("TF_BUILD")) ? new AzurePipelines()
            : new NoPipeline();
    }

    /// <summary>Has a secret masked in all that the job writes from now on.</summary>
    /// <param name="secret">The secret.</param>
    /// <param name="writeLine">Writes a line to the process's standard output, which is where the system listens.</param>
    public abstract void Mask(string secret, Action<string> writeLine);

    /// <summary>Sets an environment variable for the job's next steps.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="value">Its value.</param>
    /// <param name="isSecret">Whether it is to be kept like a secret, where the system makes a difference.</param>
    /// <param name="writeLine">Writes a line to the process's standard output.</param>
    /// <exception cref="SfException"><see cref="SfErrorKind.FileAccessFailed"/>: the system's file cannot be written.</exception>
    public abstract void SetVariable(string name, string value, bool isSecret, Action<string> writeLine);

    private static bool IsTrue(string? value) => string.Equals(value, "true", StringComparison.OrdinalIgnoreCase);
}
